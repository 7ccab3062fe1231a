BeforeDiscovery {
    $kinds = 'Connection', 'Session', 'Upload', 'State', 'Track', 'Segment', 'Change', 'Value', 'Credit', 'Started', 'Finished',
        'Text', 'ToolCall', 'ToolResult', 'Question', 'Timeline', 'Heartbeat', 'Unknown', 'Error', 'Result', 'Failed', 'Video'
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
        @{ Name = 'Save-NemoExport'; With = @{ Force = $true; Destination = 'TestDrive:/saved' }; Takes = $exports; By = 'Id'; Refusal = 'NemoNoExportInInput' }
        # A finished export can't be stopped. The service reports that for the right export.
        @{ Name = 'Stop-NemoExport'; Takes = $exports; By = 'Id'; Refusal = 'NemoNoExportInInput'; ServiceError = 'NemoExportFinished' }
        @{ Name = 'New-NemoSession'; Takes = $named; By = 'Name' }
        @{ Name = 'Send-NemoUpload'; Takes = 'Upload', 'Finished'; By = 'Path' }
        @{ Name = 'Get-NemoCredit'; Takes = @(); By = 'Nothing' }
        @{ Name = 'Get-NemoConnection'; Takes = @(); By = 'Nothing' }
        @{ Name = 'Invoke-Nemo'; With = @{ Request = 'show me the timeline' }; Takes = $inSession; By = 'SessionId' }
    )
    foreach ($binding in $bindings) {
        if (-not $binding.With) { $binding.With = @{} }
        if (-not $binding.Skips) { $binding.Skips = @() }
        if (-not $binding.ServiceError) { $binding.ServiceError = '' }
        if (-not $binding.Refusal) { $binding.Refusal = '^(InputObject|ParameterArgument)' }
    }

    # Each view of the format file: its kind, its labels, the properties that it reads, and those that it shows without cleaning them.
    . $PSScriptRoot/common.ps1
    $formatFile = Get-ChildItem -LiteralPath (Get-NemoModulePath) -Filter 'NemoVideo.Format.ps1xml' -Recurse | Select-Object -Last 1
    $format = [xml] (Get-Content -LiteralPath $formatFile.FullName -Raw -Encoding UTF8)
    $allViews = foreach ($view in $format.SelectNodes('//View')) {
        $control = $view.SelectSingleNode('TableControl | ListControl | WideControl | CustomControl').LocalName
        $direct = @($view.SelectNodes('.//PropertyName') | ForEach-Object InnerText)
        $scripts = @($view.SelectNodes('.//ScriptBlock') | ForEach-Object InnerText)
        foreach ($type in $view.SelectNodes('ViewSelectedBy/TypeName')) {
            @{
                TypeName = $type.InnerText
                Name     = $view.SelectSingleNode('Name').InnerText
                Control  = if ($view.SelectSingleNode('OutOfBand')) { 'OutOfBand' } else { $control }
                Labels   = @($view.SelectNodes('.//Label') | ForEach-Object InnerText)
                Reads    = $direct + @([regex]::Matches("$scripts", '\$_\.(\w+)') | ForEach-Object { $_.Groups[1].Value })
                Direct   = $direct
            }
        }
    }
    $viewedTypes = @($allViews | Group-Object -Property { $_.TypeName } | ForEach-Object { @{ TypeName = $_.Name; Views = @($_.Group) } })
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
    $objects.Track = $objects.State.Tracks[0]
    $objects.Segment = $objects.Track.Segments[0]
    $objects.Change = $objects.Result.Changes[0]
    $objects.Value = $objects.Change.After

    function Get-ClaimedSession {
        $claim = @($emulator.GetRequests() | Where-Object path -EQ '/api/auth/claim-token')[-1]
        "bound to $(($claim.body | ConvertFrom-Json).session_id)"
    }

    function Copy-Object {
        param($InputObject, [string] $Way)
        switch ($Way) {
            'live' { $InputObject }
            'a job or another computer' {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($InputObject))
            }
            'Export-Clixml' {
                $file = "$TestDrive/$([guid]::NewGuid()).xml"
                Export-Clixml -InputObject $InputObject -LiteralPath $file
                Import-Clixml -LiteralPath $file
            }
        }
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

    It 'cover every public output type' {
        $types = $nemo.GetType().Assembly.GetExportedTypes() | Where-Object Namespace -EQ 'NemoVideo.PowerShell.Output' |
            Where-Object { -not $_.IsAbstract } | ForEach-Object Name | Where-Object { $_ -ne 'NemoOption' }
        $objects.Values | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique | Should -Be ($types | Sort-Object)
    }

    It 'are immutable: <_>' -ForEach $kinds {
        $type = $objects[$_].GetType()
        $type.IsSealed | Should -BeTrue
        $type.GetProperties() | Where-Object CanWrite | Should -BeNullOrEmpty
        foreach ($property in $type.GetProperties() | Where-Object { $_.PropertyType.IsGenericType -and $_.PropertyType.Name -like 'IReadOnlyList*' }) {
            $list = $property.GetValue($objects[$_])
            if ($list.Count -gt 0) {
                { ([System.Collections.IList] $list)[0] = $null } | Should -Throw -Because "$($property.Name) is a read-only list"
            }
        }
    }

    It 'have no client types: <_>' -ForEach $kinds {
        $assemblies = $objects[$_].GetType().GetProperties() | ForEach-Object { $_.PropertyType; $_.PropertyType.GetGenericArguments() } |
            ForEach-Object { $_.Assembly.GetName().Name }
        $assemblies | Should -Not -Contain 'NemoVideo.Client'
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

    It 'contains the names of enum values' {
        $json = @{}
        foreach ($kind in @($objects.Keys)) { $json[$kind] = ConvertTo-Json -InputObject $objects[$kind] -Depth 8 | ConvertFrom-Json }
        foreach ($kind in 'Text', 'ToolCall', 'ToolResult', 'Timeline', 'Error', 'Heartbeat', 'Unknown', 'Result') { $json[$kind].Kind | Should -BeExactly $kind }
        $json.Result.Status | Should -BeExactly 'Succeeded'
        $json.Failed.Status | Should -BeExactly 'Failed'
        $json.Finished.Status | Should -BeExactly 'Completed'
        $json.Connection.TokenSource | Should -BeExactly 'Given'
        $json.State.Tracks.Kind | Should -BeExactly 'Video', 'Audio', 'Text'
        $json.Result.Changes.Kind | Should -BeExactly 'SegmentAdded', 'SegmentAdded'
        $json.Result.Changes.TrackKind | Should -BeExactly 'Audio', 'Text'
        $json.Timeline.State.Tracks[0].Kind | Should -BeExactly 'Video'
    }

    It 'contains URLs and times as text' {
        $json = ConvertTo-Json -InputObject $objects.Finished -Depth 8
        $json | Should -Match '"Url": +"http://'
        ConvertTo-Json -InputObject $objects.Text | Should -Match '"Timestamp": +"20\d\d-\d\d-\d\dT'
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

    It 'is tested for every output type of every cmdlet' {
        $declared = (Get-Command -Module NemoVideo).OutputType.Type | Where-Object { $_ -and $_ -ne [void] -and -not $_.IsAbstract } |
            Sort-Object -Property FullName -Unique
        $tested = @($objects.Values | ForEach-Object { $_.GetType() }) + @([uri], [System.IO.FileInfo])
        $declared.Count | Should -BeGreaterThan 9
        $declared | Where-Object { $_ -notin $tested } | Should -BeNullOrEmpty
    }

    It 'writes the URL of a link' {
        (Get-NemoSessionLink | ConvertTo-Csv | ConvertFrom-Csv).AbsoluteUri | Should -BeLike 'http*claim*'
    }

    It 'writes no type names in cells if the service sends arrays instead of objects' {
        $odd = foreach ($frame in '{"type":"tool_call","name":"odd","args":[1,[2]]}', '{"type":"tool_result","name":"odd","result":[{"a":[3]}]}') {
            $emulator.AddFault("POST /run_sse: raw frame $frame after 1 events")
            Invoke-NemoEdit -Message "title ""$($frame.Length)"" " -WarningAction SilentlyContinue | Where-Object Name -EQ 'odd'
        }
        $emulator.ClearFaults()
        $odd | Should -HaveCount 2
        ($odd[0] | ConvertTo-Csv | ConvertFrom-Csv).Arguments | Should -BeExactly '[1,[2]]'
        ($odd[1] | ConvertTo-Csv | ConvertFrom-Csv).Result | Should -BeExactly '[{"a":[3]}]'
        ($odd[1].Result[0] | ConvertTo-Csv | ConvertFrom-Csv).a | Should -BeExactly '[3]'
    }

    It 'writes lists as their items, and the draft as JSON' {
        $row = $objects.State | ConvertTo-Csv | ConvertFrom-Csv
        $row.Uploads | Should -BeExactly 'harbour.mp4; sunset.mp4'
        $row.Tracks | Should -BeLike '1. Video: harbour (0-6s), sunset (6-11s); 2. BGM: *'
        $row.Draft | Should -BeExactly $objects.State.DraftJson
        ($objects.Result | ConvertTo-Csv | ConvertFrom-Csv).Tools | Should -BeExactly ($objects.Result.Tools -join '; ')
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

Describe 'An object that came through <_>' -ForEach 'live', 'a job or another computer', 'Export-Clixml' {
    BeforeAll {
        $way = $_
        $copies = @{}
        foreach ($kind in $objects.Keys) { $copies[$kind] = Copy-Object -InputObject $objects[$kind] -Way $way }
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
        $copies.Result.StateBefore.Tracks.Count | Should -Be 1
        $copies.Result.StateAfter.Draft.t[0].sg[0].m.title | Should -Be 'harbour'
    }

    It 'can be compared, filtered and sorted by enum names' {
        $copies.Result.Status -eq 'Succeeded' | Should -BeTrue
        $copies.Failed.Status -eq 'Failed' | Should -BeTrue
        @($copies.Values | Where-Object Kind -EQ Text | Where-Object SessionId).Count | Should -Be 1
        @($copies.Result, $copies.Failed | Sort-Object -Property Status).Status | Should -Be 'Failed', 'Succeeded'
        @($copies.State.Tracks | Group-Object -Property Kind -NoElement).Name | Should -Be 'Audio', 'Text', 'Video'
        @($copies.State.Tracks | Where-Object Kind -In 'Audio', 'Text').Number | Should -Be 2, 3
    }

    It 'has the same views' {
        foreach ($format in 'Format-Table', 'Format-List', 'Format-Wide') {
            foreach ($kind in $objects.Keys) {
                $shown = $copies[$kind] | & $format | Out-String
                $shown | Should -Be ($objects[$kind] | & $format | Out-String) -Because "$format of $kind"
            }
        }
        foreach ($kind in 'State', 'Result') {
            $copies[$kind] | Out-String | Should -Be ($objects[$kind] | Out-String)
            $copies[$kind] | Out-String | Should -Match 'Lo-fi'
        }
    }

    It 'binds correctly to <Name> or is refused' -ForEach $bindings {
        $objects.Count | Should -Be 22 -Because 'each kind is tested. If you add a kind to $kinds, change the number'
        $emulator.Reset()
        $wrong = foreach ($kind in $objects.Keys) {
            $copy = $copies[$kind]
            $output = @($copy) | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue
            $ids = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] } | Select-Object -Unique)
            $expected = if ($kind -in $Takes) { "bound to $($copy.$By)" } elseif ($kind -in $Skips) { 'skipped' } else { 'refused' }
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

    It 'is accepted by Wait-NemoExport, which downloads it' {
        $video = $copies.Started | Wait-NemoExport -Destination "$TestDrive/again" -Force
        $video.Id | Should -Be $started.Id
        $video.SessionId | Should -Be $session.SessionId
        Split-Path -Path $video.Path -Leaf | Should -Be 'beach trip.mp4'
        $video.Path | Should -Exist
    }

    It 'binds by the properties that Select-Object keeps' {
        ($copies.Started | Select-Object -Property ExportId, Status | Get-NemoExport).Id | Should -Be $started.Id
        ($copies.Started | Select-Object -Property Id | Get-NemoExport).Id | Should -Be $started.Id
        ($copies.Upload | Select-Object -Property SessionId, Name | Get-NemoState).SessionId | Should -Be $session.SessionId
    }
}

Describe 'An ID that is not an export ID' {
    It 'is not used as one: <_>' -ForEach 'Deserialized.NemoVideo.PowerShell.Output.NemoToolCallEvent', 'Selected.NemoVideo.PowerShell.Output.NemoSession' {
        $other = [pscustomobject] @{ Id = $started.Id; SessionId = $session.SessionId }
        ($other | Get-NemoExport).Id | Should -Be $started.Id -Because 'an object without a type can hold an export ID'
        $other.PSObject.TypeNames.Insert(0, $_)
        $other | Get-NemoExport -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoExportInInput,*'
    }

    It 'does not hide an ExportId' {
        ($session | Select-Object -Property *, @{ Name = 'ExportId'; Expression = { $started.Id } } | Get-NemoExport).Id | Should -Be $started.Id
    }
}

Describe 'A job' {
    It 'returns an export that Wait-NemoExport accepts' {
        $job = Start-Job -ArgumentList (Get-NemoModulePath), $token, $session.SessionId -ScriptBlock {
            param($Module, $Token, $Session)
            Import-Module -Name $Module
            Connect-Nemo -Token $Token -NoCache 6> $null
            Start-NemoExport -Session $Session
        }
        try {
            $export = $job | Wait-Job | Receive-Job
            $export.PSObject.TypeNames[0] | Should -Be 'Deserialized.NemoVideo.PowerShell.Output.NemoExport'
            ($export | Wait-NemoExport).Status | Should -Be 'Completed'
        } finally {
            $job | Remove-Job -Force
        }
    }
}

Describe 'The views' {
    BeforeAll {
        function Get-View {
            param($InputObject, [string] $Format)
            $(if ($Format) { $InputObject | & $Format } else { $InputObject }) | Out-String -Width 200
        }
    }

    It 'are tables for <Kind> by default, and lists: <Text>' -ForEach @(
        @{ Kind = 'Session'; Text = 'beach trip' }
        @{ Kind = 'Upload'; Text = '0:06', '108.9 KB', 'video' }
        @{ Kind = 'Started'; Text = 'beach trip' }
        @{ Kind = 'Finished'; Text = 'Completed', '100%', 'beach trip.mp4' }
        @{ Kind = 'Credit'; Text = 'Available' }
        @{ Kind = 'Track'; Text = 'Video', 'harbour (0-6s), sunset (6-11s)' }
        @{ Kind = 'Segment'; Text = 'harbour', '0:06' }
        @{ Kind = 'Change'; Text = 'SegmentAdded', 'BGM added: Lo-fi (0-11s, 35%)' }
        @{ Kind = 'Value'; Text = 'Lo-fi', '0:11', '35%' }
    ) {
        $default = Get-View $objects[$Kind]
        $list = Get-View $objects[$Kind] -Format 'Format-List'
        $default -split '\r?\n' -match '^[ -]*-{4,}[ -]*$' | Should -HaveCount 1 -Because 'the view is a table'
        $list | Should -Match '(?m)^\w+ +: '
        $list | Should -Not -Match '(?m)^\w+ +: System\.|NemoVideo\.'
        foreach ($part in $Text) {
            $default | Should -BeLike "*$part*"
            $list | Should -BeLike "*$part*"
        }
    }

    It 'are lists and tables for <_>' -ForEach 'Connection', 'State' {
        Get-View $objects[$_] -Format $(if ($_ -eq 'State') { 'Format-List' }) | Should -Match '(?m)^\w+ +: '
        $table = Get-View $objects[$_] -Format 'Format-Table'
        $table -split '\r?\n' -match '^[ -]*-{4,}[ -]*$' | Should -HaveCount 1
    }

    It 'show one property in Format-Wide: <Kind>, <Text>' -ForEach @(
        @{ Kind = 'Session'; Text = 'beach trip' }
        @{ Kind = 'Upload'; Text = 'harbour.mp4' }
        @{ Kind = 'Finished'; Text = 'beach trip' }
        @{ Kind = 'Credit'; Text = '9?????' }
        @{ Kind = 'Track'; Text = '1. Video:*' }
        @{ Kind = 'Segment'; Text = 'harbour' }
        @{ Kind = 'Change'; Text = 'BGM added:*' }
        @{ Kind = 'Connection'; Text = 'http://127.0.0.1:*' }
    ) {
        (Get-View $objects[$Kind] -Format 'Format-Wide').Trim() | Should -BeLike ($Text -replace '^9.*', '9*')
    }

    It 'show one line for each event' {
        $lines = ($objects.Text, $objects.ToolCall, $objects.Failed | Out-String -Width 300).Trim() -split '\r?\n'
        # A suggested command is on a line of its own.
        $lines | Should -Be (@($objects.Text.Line.TrimEnd() -split '\r?\n') + $objects.ToolCall.Line + $objects.Failed.Line)
    }

    It 'show only the line of an event after an object of another type' {
        $upload[0], $objects.ToolCall | Out-String | Should -Match "(?m)^Line : $($objects.ToolCall.Line)\s*$"
    }

    It 'show the text of the agent in an imported event with its line ends, but without other control characters' {
        $made = [pscustomobject] @{ Line = "one$([char] 27)[2J`n`a two$([char] 0x202e)" }
        $made.PSObject.TypeNames.Insert(0, 'Deserialized.NemoVideo.PowerShell.Output.NemoEvent')
        $made.PSObject.TypeNames.Insert(0, 'Deserialized.NemoVideo.PowerShell.Output.NemoTextEvent')
        ($made | Out-String).Trim() -split '\r?\n' | Should -Be 'one[2J', ' two'
    }

    It 'show no text with spaces on a line of its own instead of the ID of an imported session' {
        $made = [pscustomobject] @{ SessionId = 'WARNING: forged' + ' and long' * 30 }
        $made.PSObject.TypeNames.Insert(0, 'Deserialized.NemoVideo.PowerShell.Output.NemoState')
        $shown = $made | Out-String
        $shown | Should -Match '(?m)^Session +WARNING: forged'
        $shown | Should -Not -Match '(?m)^WARNING'
    }

    It 'show what Format-Table and Format-List are asked for: <_>' -ForEach ($kinds + 'Link') {
        $object = if ($_ -eq 'Link') { Get-NemoSessionLink -Session $session } else { $objects[$_] }
        $names = @($object.PSObject.Properties.Name)
        $object | Format-Table -Property $names[0, 1] | Out-String -Width 400 | Should -Match "(?m)^\s*$($names[0])\s+$($names[1])\s*$"
        $list = $object | Format-List -Property * | Out-String -Width 400
        foreach ($name in $names) { $list | Should -Match "(?m)^$name\s+: " }
    }
}

# A file that Import-Clixml reads can contain any text in any property, also where the type of a live object has a number or an enum.
Describe 'The views of <TypeName>' -ForEach $viewedTypes {
    BeforeAll {
        $evil = "$([char] 27)[2J`n`a WARNING: forged$([char] 0x202e)"

        # In an imported number or enum value, the text can differ from the value.
        $text = $evil -replace '\e', '_x001B_' -replace '\n', '_x000A_' -replace '\a', '_x0007_'
        $numbers = foreach ($types in '', '<TN RefId="0"><T>System.DayOfWeek</T><T>System.Enum</T></TN>') {
            $xml = [System.Management.Automation.PSSerializer]::Serialize(7)
            [System.Management.Automation.PSSerializer]::Deserialize(
                $xml.Replace('<I32>7</I32>', "<Obj RefId=`"0`">$types<ToString>$text</ToString><I32>7</I32></Obj>"))
        }
        $nested = [pscustomobject] @{ Name = $evil; Sentence = $evil; Text = $evil; Id = $evil; Line = $evil }
        $values = @{ Text = $evil; Texts = @($evil, $evil); Objects = @($nested, $nested); Object = [pscustomobject] @{ Name = $evil; Count = $evil }
            Number = $numbers[0]; Enum = $numbers[1]; Character = [char] 27 }

        # The properties of the class, and all that the views read.
        $class = "$TypeName" -as [type]
        $names = @(if ($class) { $class.GetProperties().Name }) + @($Views.Reads | ForEach-Object { $_ }) | Sort-Object -Unique

        # An object of the type, live or deserialized, that has only these properties.
        function New-Imported {
            param([string] $Prefix, [System.Collections.IDictionary] $Property)
            $made = [pscustomobject] $Property
            $made.PSObject.TypeNames.Insert(0, "$Prefix$TypeName")
            $made
        }

        # Shows an object in a view as the format file defines it.
        function Get-Formatted {
            param($InputObject, $View)
            $name = @{ View = $View.Name }
            $(switch ($View.Control) {
                'OutOfBand' { $InputObject }
                'TableControl' { $InputObject | Format-Table @name }
                'ListControl' { $InputObject | Format-List @name }
                'WideControl' { $InputObject | Format-Wide @name }
                'CustomControl' { $InputObject | Format-Custom @name }
            }) | Out-String -Width 200
        }

        function Assert-Clean {
            param([string] $Shown, [string] $Because)
            $plain = $Shown -replace '\e\[[0-9;]*m'
            $plain | Should -Not -Match '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]' -Because $Because
            $plain -replace '\r\n' | Should -Not -Match '\r' -Because $Because
            $plain | Should -Not -Match '(?m)^WARNING' -Because $Because
        }
    }

    It 'show a forged <Kind> in every property without control characters, on one line' -ForEach @(
        'Text', 'Texts', 'Objects', 'Object', 'Number', 'Enum', 'Character' | ForEach-Object { @{ Kind = $_ } }
    ) {
        $all = [ordered] @{}
        foreach ($name in $names) { $all[$name] = $values[$Kind] }
        foreach ($view in $Views) {
            foreach ($prefix in 'Deserialized.', '') {
                $shown = Get-Formatted (New-Imported $prefix $all) $view
                Assert-Clean $shown -Because "$($view.Control) of $prefix$TypeName"
                if ($Kind -eq 'Text') {
                    $shown | Should -Match '\S' -Because "$($view.Control) of $prefix$TypeName"
                    foreach ($label in $view.Labels) { $shown | Should -Match "(?m)^(.* )?$label\b" -Because 'the view is used' }
                }
            }
        }
    }

    # Some items show another property if the first one is empty.
    It 'show a forged text in a single property without control characters, on one line' {
        foreach ($name in $names) {
            foreach ($view in $Views) {
                foreach ($prefix in 'Deserialized.', '') {
                    Assert-Clean (Get-Formatted (New-Imported $prefix @{ $name = $evil }) $view) -Because "$name in $($view.Control) of $prefix$TypeName"
                }
            }
        }
    }

    It 'show no property directly, because it can be a text of an imported object' {
        foreach ($view in $Views) { $view.Direct | Should -BeNullOrEmpty -Because "$($view.Control) of $TypeName must clean each property" }
    }
}

Describe 'The picture of the timeline' {
    BeforeAll {
        $encoding = [Console]::OutputEncoding
        function Get-Picture { param($InputObject) @(($InputObject | Out-String) -split '\r?\n') }

        # What HasColor reads of $PSStyle, which Windows PowerShell doesn't have.
        function Get-Style { param([string] $OutputRendering) [pscustomobject] @{ OutputRendering = $OutputRendering } }
        $view = [NemoVideo.PowerShell.Formatting.TimelineView]
    }

    BeforeEach {
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)
    }

    AfterEach {
        [Console]::OutputEncoding = $encoding
    }

    It 'is the default view of a state, with its ruler, lanes and details' {
        $lines = Get-Picture $objects.State | Where-Object { $_ }
        $lines[0] | Should -Match '^beach trip +11s · 1920x1080$'
        $lines[1] | Should -Match '^ {9}0s +.*10s *$'
        $lines[2] | Should -Match '^ {9}┌─+(┬─+)+┐$'
        $lines[3] | Should -Match '^Video 1  ▐ harbour █+ 6s ▐ sunset █+ 5s ▌  11s$'
        $lines[4] | Should -Match '^Audio 1  ▐ Lo-fi 35% ▓+ 11s ▌  11s$'
        $lines[5] | Should -Match '^Titles   ▐ "Urb.*6s$'
        $lines[6] | Should -Be 'Uploads  harbour.mp4, sunset.mp4'
        $lines[7] | Should -Be "Session  $($session.SessionId)"
        $lines[4].IndexOf('▌') | Should -Be $lines[3].LastIndexOf('▌') -Because 'the music ends with the video'
    }

    It 'is the default view of a result, before and after the edit, with changed lanes marked' {
        $lines = Get-Picture $objects.Result | Where-Object { $_ }
        $lines[0] | Should -Be "Succeeded. $($objects.Result.ChangeSummary)."
        $lines[1] | Should -Match '^Before +11s · 1920x1080$'
        $lines[4] | Should -Match '^  Video 1  ▐ harbour ░+ 6s ▐ sunset ░+ 5s ▌  11s$'
        $lines[5] | Should -Match '^After +11s · 1920x1080$'
        $lines[8] | Should -Be $lines[4]
        $lines[9] | Should -Match '^\+ Audio 1  ▐ Lo-fi 35% ▓+ 11s ▌  11s$'
        $lines[10] | Should -Match '^\+ Titles   ▐ "Urban Dreams" .*▌ +3s$'
    }

    It 'is omitted if an edit changed nothing' {
        Get-Picture $objects.Failed | Where-Object { $_ } | Should -Be $objects.Failed.Line
    }

    It 'is not wider than the host' {
        $width = $view::WidthOf($Host)
        foreach ($line in (Get-Picture $objects.State) + (Get-Picture $objects.Result | Select-Object -Skip 2)) { $line.Length | Should -BeLessThan $width }
    }

    It 'is ASCII if the output encoding is ASCII' {
        [Console]::OutputEncoding = [System.Text.Encoding]::ASCII
        $text = (Get-Picture $objects.State) -join "`n"
        $text | Should -Match '\[ harbour #+ 6s \| sunset #+ 5s \]'
        $text | Should -Not -Match '[^\x00-\x7F]'
    }

    It 'uses all of <_> columns except the last' -ForEach 40, 80, 120, 250 {
        foreach ($one in $objects.State, $objects.Result) {
            $lines = $view::Draw($one, $_, $false, $encoding) -split '\r?\n' | Where-Object { $_ -notlike 'Succeeded*' }
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -Be ($_ - 1)
        }
    }

    It 'uses 80 columns in a host without a width' {
        $background = Start-Background -Variable @{ state = $objects.State } -Script '[NemoVideo.PowerShell.Formatting.TimelineView]::WidthOf($Host)'
        try {
            $background.Shell.EndInvoke($background.Invocation)
            $background.Output | Should -Be 80
        } finally {
            Stop-Background $background
        }
        $view::WidthOf($null) | Should -Be 80
    }

    It 'has colors only if $PSStyle requires them: <Rendering>' -ForEach @(
        @{ Rendering = 'Ansi'; HasColor = $true }
        @{ Rendering = 'PlainText'; HasColor = $false }
        # The output of a test is redirected, or its host is no terminal.
        @{ Rendering = 'Host'; HasColor = $false }
    ) {
        $view::HasColor($null, (Get-Style $Rendering)) | Should -Be $HasColor
        $view::HasColor($null, $null) | Should -BeFalse -Because 'Windows PowerShell has no $PSStyle'
    }

    It 'has the same text with colors' {
        $plain = $view::Draw($objects.Result, 100, $false, $encoding)
        $colored = $view::Draw($objects.Result, 100, $true, $encoding)
        $colored | Should -Match '\e\[0;38;5;231;48;5;29m'
        $colored -replace '\e\[[0-9;]*m' | Should -BeExactly $plain -Because 'redirected output loses only its colors'
    }

    It 'shows that an empty timeline is empty' {
        $null = New-NemoSession -Name 'empty'
        try {
            $lines = Get-Picture (Get-NemoState) | Where-Object { $_ }
            $lines[0] | Should -BeLike 'empty *'
            $lines[1] | Should -Be '(empty)'
        } finally {
            Set-NemoSession -Session $session
        }
    }
}

Describe 'Secrets' {
    BeforeAll {
        $emulator.AddFault('GET /api/credits/balance/simple: status 418')
        $null = Get-NemoCredit -ErrorAction SilentlyContinue -ErrorVariable failures
        $null = Get-NemoState -Session 'unknown' -ErrorAction SilentlyContinue -ErrorVariable +failures
        $null = 'unknown' | Wait-NemoExport -ErrorAction SilentlyContinue -ErrorVariable +failures
        $null = Invoke-NemoEdit -Message 'x' -Session 'unknown' -ErrorAction SilentlyContinue -ErrorVariable +failures
        $emulator.ClearFaults()
        $stranger = $token -replace 'user$', 'stranger'
        try { Connect-Nemo -Token $stranger -NoCache -ErrorAction Stop 6> $null } catch { $failures += $_ }
        function Format-All {
            param($InputObject)
            ConvertTo-Json -InputObject $InputObject -Depth 8 -WarningAction SilentlyContinue
            [System.Management.Automation.PSSerializer]::Serialize($InputObject, 8)
            $InputObject | Format-List -Property * -Force | Out-String -Width 1000
            $InputObject | Format-Custom -Property * -Depth 8 -Force | Out-String -Width 1000
            $InputObject | Out-String -Width 1000
            "$InputObject"
        }
    }

    It 'are in no output format of <_>' -ForEach $kinds {
        Format-All $objects[$_] | Should -Not -Match 'marked_secret'
    }

    It 'are in no error record' {
        @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterOrEqual 4
        foreach ($failure in $failures) {
            $failure | Format-List -Property * -Force | Out-String -Width 1000 | Should -Not -Match 'marked_secret'
            $failure.Exception | Format-List -Property * -Force | Out-String -Width 1000 | Should -Not -Match 'marked_secret'
            [System.Management.Automation.PSSerializer]::Serialize($failure, 3) | Should -Not -Match 'marked_secret'
            ConvertTo-Json -InputObject $failure -Depth 3 -WarningAction SilentlyContinue | Should -Not -Match 'marked_secret'
        }
    }

    It 'are known to the emulator, so that a leak would be found' {
        $emulator.GetRequests().hasAuthorization | Should -Contain $true
        $token | Should -Match 'marked_secret'
    }
}
