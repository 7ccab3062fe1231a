BeforeDiscovery {
    $kinds = 'Connection', 'Session', 'Upload', 'State', 'Track', 'Segment', 'Change', 'Value', 'Credit', 'Started', 'Finished',
        'Text', 'ToolCall', 'ToolResult', 'Question', 'Timeline', 'Heartbeat', 'Unknown', 'Error', 'Result', 'Failed', 'Video', 'Plan'
    $eventKinds = 'Text', 'ToolCall', 'ToolResult', 'Question', 'Timeline', 'Heartbeat', 'Unknown', 'Error'
    $edited = 'Session', 'Upload', 'State', 'Started', 'Finished', 'Result', 'Video'
    $inSession = $edited + 'Failed' + $eventKinds
    $exports = 'Started', 'Finished'
    $named = 'Session', 'Upload', 'State', 'Segment', 'Change', 'Started', 'Finished', 'ToolCall', 'ToolResult'

    # Each cmdlet: the objects that it accepts and by which property, the objects that it skips, and the error for all others.
    $bindings = @(
        @{ Name = 'Get-NemoSession'; Takes = $inSession; By = 'SessionId' }
        @{ Name = 'Set-NemoSession'; With = @{ PassThru = $true }; Takes = $inSession; By = 'SessionId' }
        @{ Name = 'Get-NemoState'; Takes = $inSession; By = 'SessionId'; Refusal = 'NemoNoSessionInInput' }
        @{ Name = 'Export-NemoTimeline'; With = @{ Path = "TestDrive:/bound.svg" }; Takes = 'State', 'Result', 'Failed'; By = 'Nothing'
            Skips = $eventKinds; Refusal = 'NemoNoTimelineInInput' }
        # A report of events alone is a mistake: the results are missing.
        @{ Name = 'Export-NemoReport'; With = @{ Path = "TestDrive:/bound.html" }; Takes = 'Video'; By = 'Nothing'; Refusal = 'NemoNoResultInInput' }
        @{ Name = 'Get-NemoSessionLink'; Takes = $inSession; By = 'SessionId'; Refusal = 'NemoNoSessionInInput' }
        @{ Name = 'Invoke-NemoEdit'; With = @{ Message = 'title "x"'; ResultOnly = $true }; Takes = $edited; By = 'SessionId'
            Skips = $eventKinds + 'Failed'; Refusal = 'NemoNoSessionInInput' }
        @{ Name = 'Start-NemoExport'; Takes = $edited; By = 'SessionId'; Skips = $eventKinds + 'Failed'; Refusal = 'NemoNoSessionInInput' }
        @{ Name = 'Get-NemoExport'; Takes = $exports; By = 'Id'; Refusal = 'NemoNoExportInInput' }
        @{ Name = 'Wait-NemoExport'; Takes = $exports; By = 'Id'; Refusal = 'NemoNoExportInInput' }
        # A finished export can't be stopped. The service reports that for the right export.
        @{ Name = 'Stop-NemoExport'; Takes = $exports; By = 'Id'; Refusal = 'NemoNoExportInInput'; ServiceError = 'NemoExportFinished' }
        # A plan has a Language, but no Name, like some rows of a CSV file.
        @{ Name = 'New-NemoSession'; Takes = $named; By = 'Name'; Unnamed = 'Plan' }
        @{ Name = 'Send-NemoUpload'; Takes = 'Upload', 'Finished', 'Plan'; By = 'Path' }
        @{ Name = 'Get-NemoCredit'; Takes = @(); By = 'Nothing' }
        @{ Name = 'Get-NemoConnection'; Takes = @(); By = 'Nothing' }
        @{ Name = 'Invoke-Nemo'; With = @{ Request = 'show me the timeline' }; Takes = $inSession; By = 'SessionId' }
    )
    foreach ($binding in $bindings) {
        if (-not $binding.With) { $binding.With = @{} }
        if (-not $binding.Skips) { $binding.Skips = @() }
        if (-not $binding.Unnamed) { $binding.Unnamed = '' }
        if (-not $binding.ServiceError) { $binding.ServiceError = '' }
        if (-not $binding.Refusal) { $binding.Refusal = '^(InputObject|ParameterArgument|NemoNoPathInInput)' }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $token = 'nmv_usr_' + 'marked' + '_secret_of_the_user'
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0', '--token', $token
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 }
    $nemo = Connect-Nemo -Token $token -PassThru -Option $option 6> $null

    $session = New-NemoSession -Name 'beach trip' -Language 'en'
    $upload = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'harbour.mp4'), (Get-SampleClip -Name 'sunset.mp4')
    $events = Invoke-NemoEdit -Message 'title "Urban Dreams", music "Lo-fi"' -IncludeHeartbeat
    $emulator.AddFault('POST /run_sse: raw frame {"type":"sparkle"} after 1 events')
    $odd = Invoke-NemoEdit -Message 'title "Paradise Found"' -WarningAction SilentlyContinue
    $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
    $failing = Invoke-NemoEdit -Message 'title "No"' -ErrorAction SilentlyContinue
    $question = '{"type":"tool_call","name":"ask_question","args":{"questions":[{"prompt":"Which?","options":[{"label":"a"},{"label":"b"}]}]}}'
    $emulator.AddFault("POST /run_sse: raw frame $question after 1 events")
    $asking = Invoke-NemoEdit -Message 'hello' -ErrorAction SilentlyContinue
    $emulator.ClearFaults()
    $started = Start-NemoExport
    $finished = $started | Wait-NemoExport -Destination (Join-Path -Path $TestDrive -ChildPath 'out')

    $objects = @{
        Connection = $nemo
        Session    = $session
        Upload     = $upload[0]
        State      = Get-NemoState
        Credit     = Get-NemoCredit
        Started    = $started
        Finished   = $finished
        Result     = $events[-1]
        Failed     = $failing[-1]
        Unknown    = $odd | Where-Object Kind -EQ 'Unknown' | Select-Object -First 1
        Question   = $asking | Where-Object Kind -EQ 'Question'
        Error      = $failing | Where-Object Kind -EQ 'Error' | Select-Object -First 1
    }
    foreach ($kind in 'Text', 'ToolCall', 'ToolResult', 'Timeline', 'Heartbeat') {
        $objects[$kind] = $events | Where-Object Kind -EQ $kind | Select-Object -Last 1
    }
    $objects.Video = New-NemoVideo 'title "Video"' -Destination "$TestDrive/videos" -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
    $objects.Plan = New-NemoVideo 'title "Video"' -Destination "$TestDrive/videos" -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Plan
    $objects.Track = $objects.State.Tracks[0]
    $objects.Segment = $objects.Track.Segments[0]
    $objects.Change = $objects.Result.Changes[0]
    $objects.Value = $objects.Change.After

    function Get-ClaimedSession {
        $claim = @($emulator.GetRequests() | Where-Object path -EQ '/api/auth/claim-token')[-1]
        "bound to $(($claim.body | ConvertFrom-Json).session_id)"
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The objects of the tests' {
    It 'exist: <_>' -ForEach $kinds {
        $objects[$_] | Should -Not -BeNullOrEmpty
        $objects[$_].GetType().Namespace | Should -Be 'NemoVideo.PowerShell.Output'
    }

    It 'cover every public output type' -ForEach @{ names = $kinds } {
        $types = $nemo.GetType().Assembly.GetExportedTypes() | Where-Object Namespace -EQ 'NemoVideo.PowerShell.Output' |
            Where-Object { -not $_.IsAbstract -and $_.Name -ne 'NemoOption' }
        $tested = $objects.Values | ForEach-Object { $_.GetType().Name }
        $types.Name | Where-Object { $_ -notin $tested } | Should -BeNullOrEmpty -Because '$objects has an object of each class'
        $objects.Keys | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty -Because '$kinds has each name in $objects'

        $views = ([xml] [System.IO.File]::ReadAllText("$repository/src/module/NemoVideo.Format.ps1xml")).SelectNodes('//TypeName').InnerText
        $types | Where-Object { $_.FullName -notin $views -and $_.BaseType.FullName -notin $views } |
            Should -BeNullOrEmpty -Because 'each class has its views in src/module/NemoVideo.Format.ps1xml'
    }
}

Describe 'JSON' {
    It 'is complete at depth 8 and can be read back: <_>' -ForEach $kinds {
        $json = ConvertTo-Json -InputObject $objects[$_] -Depth 8 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $json | Should -Not -MatchExactly 'ValueKind|NemoVideo\.|System\.'
        $back = $json | ConvertFrom-Json
        foreach ($property in $objects[$_].GetType().GetProperties().Name) {
            $back.PSObject.Properties.Name | Should -Contain $property
        }
    }

    It 'contains the draft as it is at the service' {
        $json = ConvertTo-Json -InputObject $objects.State -Depth 8
        $json | Should -Match '29\.970'
        $draft = ($json | ConvertFrom-Json).Draft
        $draft.t.Count | Should -Be 3
        $draft.t[0].sg[0].m.title | Should -Be 'harbour'
        $draft.t[0].sg[0].d | Should -Be 6000
        $asItCame = ConvertTo-Json -InputObject ($objects.State.DraftJson | ConvertFrom-Json) -Depth 8 -Compress
        ConvertTo-Json -InputObject $draft -Depth 8 -Compress | Should -Be ($asItCame -replace '-0\.0', '0.0') -Because 'no other value is lost'
    }
}

Describe 'Export-Csv' {
    It 'writes no type names in cells: <_>' -ForEach $kinds {
        $csv = $objects[$_] | ConvertTo-Csv
        $csv | Should -Not -Match 'System\.|NemoVideo\.PowerShell|`'
    }

    It 'writes lists as their items, and the draft as JSON' {
        $row = $objects.State | ConvertTo-Csv | ConvertFrom-Csv
        $row.Uploads | Should -BeExactly 'harbour.mp4; sunset.mp4'
        $row.Tracks | Should -BeLike '1. Video: harbour (0-6s), sunset (6-11s); 2. BGM: *'
        $row.Draft | Should -BeExactly $objects.State.DraftJson
        $row = $objects.Result | ConvertTo-Csv | ConvertFrom-Csv
        $row.Tools | Should -BeExactly ($objects.Result.Tools -join '; ')
        $row.After | Should -BeExactly $objects.Result.After.Summary
    }

    It 'writes the ID of an export, and ExportId is an alias of it' {
        $alias = $started.PSObject.Properties['ExportId']
        $alias.MemberType | Should -Be 'AliasProperty'
        $alias.ReferencedMemberName | Should -Be 'Id'
        $row = $started | ConvertTo-Csv | ConvertFrom-Csv
        $row.ExportId | Should -Be $row.Id
        ($row | Get-NemoExport).Id | Should -Be $started.Id
    }
}

Describe 'An object that came through Export-Clixml' {
    BeforeAll {
        $copies = @{}
        foreach ($kind in $objects.Keys) {
            $file = "$TestDrive/$kind.xml"
            Export-Clixml -InputObject $objects[$kind] -LiteralPath $file
            $copies[$kind] = Import-Clixml -LiteralPath $file
        }
    }

    It 'has the values of its properties: <_>' -ForEach $kinds {
        foreach ($property in $objects[$_].GetType().GetProperties()) {
            $value = $property.GetValue($objects[$_])
            $copy = $copies[$_].($property.Name)
            if ($value -is [System.Collections.IEnumerable] -and $value -isnot [string]) {
                @($copy).Count | Should -Be @($value).Count -Because $property.Name
            } elseif ($value -is [pscustomobject]) {
                ConvertTo-Json -InputObject $copy -Depth 8 | Should -BeExactly (ConvertTo-Json -InputObject $value -Depth 8) -Because $property.Name
            } else {
                "$copy" | Should -BeExactly "$value" -Because $property.Name
            }
        }
    }

    It 'has its nested values' {
        $segment = $copies.State.Tracks[0].Segments[1]
        $segment.Name | Should -Be 'sunset'
        $segment.Start | Should -BeOfType [timespan]
        $segment.Start.TotalSeconds | Should -Be 6
        $copies.State.Draft.t[0].sg[0].m.title | Should -Be 'harbour'
        $copies.Timeline.State.Tracks[2].Segments[0].Name | Should -Be 'Urban Dreams'
        $copies.Timeline.State.Draft.t[0].sg[0].m.title | Should -Be 'harbour'
        $copies.Result.Changes[0].After.Duration.TotalSeconds | Should -Be 11
        $copies.Result.Before.Tracks.Count | Should -Be 1
        $copies.Result.After.Draft.t[0].sg[0].m.title | Should -Be 'harbour'
    }

    It 'has the same views' {
        foreach ($kind in $objects.Keys) {
            $copies[$kind] | Out-String | Should -Be ($objects[$kind] | Out-String) -Because $kind
            foreach ($format in 'Format-Table', 'Format-List', 'Format-Wide') {
                $copies[$kind] | & $format | Out-String | Should -Be ($objects[$kind] | & $format | Out-String) -Because "$format of $kind"
            }
        }
    }

    It 'binds correctly to <Name> or is refused, as the object itself does' -ForEach $bindings {
        $emulator.Reset()
        $wrong = foreach ($pair in @($objects.GetEnumerator()) + @($copies.GetEnumerator())) {
            $kind, $copy = $pair.Key, $pair.Value
            $output = @($copy) | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue
            $ids = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] } | Select-Object -Unique)
            $expected = if ($kind -in $Takes) { "bound to $($copy.$By)" } elseif ($kind -eq $Unnamed) { 'bound to project' } elseif ($kind -in $Skips) { 'skipped' } else { 'refused' }
            $actual = if ($ids -match $Refusal) { 'refused' }
            elseif ($ids -and $ids -eq $ServiceError) { "bound to $($failures[0].TargetObject)" }
            elseif ($ids) { "error $ids" }
            elseif ($output -is [uri]) { Get-ClaimedSession }
            elseif ($output) { "bound to $($output.$By | Select-Object -Unique)" }
            else { 'skipped' }
            if ($actual -ne $expected) { "$kind is $actual, not $expected" }
        }
        Set-NemoSession -Session $session
        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'The views' {
    BeforeAll {
        function Get-View {
            param($InputObject, [string] $Format)
            $(if ($Format) { $InputObject | & $Format } else { $InputObject }) | Out-String -Width 200
        }
    }

    It 'are tables and lists for <Kind>: <Text>' -ForEach @(
        @{ Kind = 'Session'; Text = 'beach trip' }
        @{ Kind = 'Upload'; Text = '0:06', '108.9 KB', 'video' }
        @{ Kind = 'Started'; Text = 'beach trip' }
        @{ Kind = 'Finished'; Text = 'Completed', '100%', 'beach trip.mp4' }
        @{ Kind = 'Credit'; Text = 'Available' }
        @{ Kind = 'Result'; Text = 'Succeeded', 'Title added: "Urban Dreams"' }
        @{ Kind = 'Track'; Text = 'Video', 'harbour (0-6s), sunset (6-11s)' }
        @{ Kind = 'Segment'; Text = 'harbour', '0:06' }
        @{ Kind = 'Change'; Text = 'SegmentAdded', 'BGM added: Lo-fi (0-11s, 35%)' }
        @{ Kind = 'Value'; Text = 'Lo-fi', '0:11', '35%' }
    ) {
        $table = Get-View $objects[$Kind] -Format 'Format-Table'
        $list = Get-View $objects[$Kind] -Format 'Format-List'
        $table -split '\r?\n' -match '^[ -]*-{4,}[ -]*$' | Should -HaveCount 1
        $list | Should -Match '(?m)^\w+ +: '
        $list | Should -Not -Match '(?m)^\w+ +: System\.|NemoVideo\.'
        foreach ($part in $Text) {
            $table | Should -BeLike "*$part*"
            $list | Should -BeLike "*$part*"
        }
    }

    It 'are lists and tables for <_>' -ForEach 'Connection', 'State' {
        Get-View $objects[$_] -Format $(if ($_ -eq 'State') { 'Format-List' }) | Should -Match '(?m)^\w+ +: '
        $table = Get-View $objects[$_] -Format 'Format-Table'
        $table -split '\r?\n' -match '^[ -]*-{4,}[ -]*$' | Should -HaveCount 1
    }

    It 'are one line for <Kind>, also after an object of another type: <Line>' -ForEach @(
        @{ Kind = 'Session'; Line = 'Session beach trip, ????????-*' }
        @{ Kind = 'Upload'; Line = 'Upload harbour.mp4, video, 0:06, 108.9 KB' }
        @{ Kind = 'Started'; Line = 'Export Pending: beach trip, render_*' }
        @{ Kind = 'Finished'; Line = 'Export Completed: beach trip, 0:*, * KB, *beach trip.mp4' }
        @{ Kind = 'Credit'; Line = 'Credits: ????? available, 0 frozen' }
        @{ Kind = 'ToolCall'; Line = '> add_title' }
        @{ Kind = 'Error'; Line = '! no (INTERNAL)' }
        @{ Kind = 'Connection'; Line = 'Connection http://127.0.0.1:*, *'; IsMixed = $true }
        @{ Kind = 'Video'; Line = 'Video Succeeded: sunset.mp4, 0:05, * KB, *sunset.mp4'; IsMixed = $true }
        @{ Kind = 'Track'; Line = 'Track 1. Video: harbour (0-6s), sunset (6-11s)'; IsMixed = $true }
        @{ Kind = 'Change'; Line = 'BGM added: Lo-fi (0-11s, 35%)'; IsMixed = $true }
    ) {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($objects[$Kind]))
        foreach ($object in $objects[$Kind], $copy) {
            if (-not $IsMixed) { (Get-View $object).Trim() | Should -BeLike $Line }
            (Get-View ($objects.Session, $object)).Trim() -split '\r?\n' | Select-Object -Skip 1 | Should -BeLike $Line
        }
    }

    # "A day as a new user", 29 November: in a script, all types but the first appeared as lists with blank lines.
    It 'show a mix of types as each object on its own' {
        $mixed = 'Credit', 'Session', 'Upload', 'Text', 'ToolCall', 'Timeline', 'Question', 'Result', 'Failed', 'State', 'Started', 'Finished'
        $alone = $mixed | ForEach-Object { (Get-View $objects[$_]).Trim() }
        $shown = (Get-View $objects[$mixed]).Trim() -split '\r?\n' -match '\S'
        $shown | Should -Be ($alone -split '\r?\n' -match '\S')
        $shown -match '[▐#]' | Should -Not -BeNullOrEmpty -Because 'the timeline is drawn'
    }

    It 'cut a name that could end on a line of its own' {
        $xml = [System.Management.Automation.PSSerializer]::Serialize($upload[0]).Replace('harbour.mp4', ('x' * 73) + ' Succeeded.')
        $lines = [System.Management.Automation.PSSerializer]::Deserialize($xml) | Out-String -Width 80 -Stream
        $lines -match 'Succeeded' | Should -BeNullOrEmpty
        $lines -match '^Upload x+…, video' | Should -HaveCount 1
    }

    It 'show what Format-Table and Format-List are asked for: <_>' -ForEach ($kinds + 'Link') {
        $object = if ($_ -eq 'Link') { Get-NemoSessionLink -Session $session } else { $objects[$_] }
        $names = @($object.PSObject.Properties.Name)
        $object | Format-Table -Property $names[0, 1] | Out-String -Width 400 | Should -Match "(?m)^\s*$($names[0])\s+$($names[1])\s*$"
        $list = $object | Format-List -Property * | Out-String -Width 400
        foreach ($name in $names) { $list | Should -Match "(?m)^$name\s+: " }
    }
}

Describe 'The picture of the timeline' {
    It 'is ASCII if the output encoding is ASCII' {
        $encoding = [Console]::OutputEncoding
        try {
            [Console]::OutputEncoding = [System.Text.Encoding]::ASCII
            $text = $objects.State | Out-String
        } finally {
            [Console]::OutputEncoding = $encoding
        }
        $text | Should -Match '\[ harbour #+ 6s \| sunset #+ 5s \]'
        $text | Should -Not -Match '[^\x00-\x7F]'
    }
}
