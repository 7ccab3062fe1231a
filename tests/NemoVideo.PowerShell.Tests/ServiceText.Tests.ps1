# The texts of the output objects: each is a local value, which can be a path, or comes from the service, which must not choose a path.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath) -Force

    # The values of the user and of this computer, and fixed values. Every other string of an output object comes from the service.
    $local = @(
        'NemoConnection.Resolution', 'NemoConnection.Skill', 'NemoConnection.SkillPlatform', 'NemoConnection.SkillVersion'
        'NemoConnection.TokenSource', 'NemoConnection.TypicalTime'
        'NemoEditResult.Message', 'NemoEditResult.SourcePath', 'NemoEditResult.Status'
        'NemoException.HelpLink', 'NemoException.Source', 'NemoException.SourcePath', 'NemoException.StackTrace'
        'NemoExport.Path', 'NemoExport.SourcePath', 'NemoExport.Status'
        'NemoTimelineChange.Kind', 'NemoTimelineChange.TrackKind', 'NemoTrack.Kind'
        'NemoUpload.Message', 'NemoUpload.Path', 'NemoUpload.SourcePath'
        'NemoVideoResult.Message', 'NemoVideoResult.OutputPath', 'NemoVideoResult.SourceName', 'NemoVideoResult.SourcePath'
        'NemoVideoResult.Status'
        'NemoEditResult.Kind', 'NemoErrorEvent.Kind', 'NemoHeartbeatEvent.Kind', 'NemoTextEvent.Kind', 'NemoTimelineEvent.Kind'
        'NemoQuestionEvent.Kind', 'NemoToolCallEvent.Kind', 'NemoToolResultEvent.Kind', 'NemoUnknownEvent.Kind'
    )
    $cmdlet = (Get-Command -Name Get-NemoState).ImplementingType
    $exception = (Export-NemoTimeline -InputObject 1 -Path 'a.svg' -ErrorAction Continue 2>&1).Exception.GetType()
    $texts = foreach ($type in @($cmdlet.Assembly.GetExportedTypes() | Where-Object Namespace -Like '*.Output') + $exception) {
        foreach ($property in $type.GetProperties()) {
            if (-not $type.IsAbstract -and $property.PropertyType -in [string], [System.Collections.Generic.IReadOnlyList[string]]) {
                "$($type.Name).$($property.Name)"
            }
        }
    }
    $served = @($texts | Where-Object { $_ -notin $local } | ForEach-Object { $type, $property = $_.Split('.'); @{ Type = $type; Property = $property } })
    $listed = @{ Missing = @($local | Where-Object { $_ -notin $texts }) }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $folder = New-TestFolder
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 1; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }

    # One object of each type, and together a value of each property that comes from the service.
    function New-Sample {
        $ErrorActionPreference = 'Continue'
        $state = '{"code":0,"data":{"session_id":"s","task_name":"n","state":{"canvas_config":{"width":1920,"height":1080},"video_infos":[{"filename":"a",' +
            '"file_type":"video","hash":"h"}],"draft":{"t":[{"tt":7,"title":"t","sg":[{"d":1000,"text":"one"}]}]}}}}'
        $lines = @(
            'data: {"content":{"role":"model","parts":[{"functionCall":{"id":"c","name":"tool","args":{"a":1}}}]}}'
            'data: {"content":{"role":"model","parts":[{"functionResponse":{"id":"c","name":"tool","response":{"a":1}}}]}}'
            ': heartbeat'
            'data: {"type":"text","content":"Click the Export button."}'
            'data: {"type":"x"}'
            'data: {"type":"error","code":"E1","message":"failed"}'
        ) -join '\n\n'
        $emulator.AddFault("GET /api/state/*: answer 200 $state x1")
        $emulator.AddFault("GET /api/state/*: answer 200 $($state.Replace('one', 'two').Replace('1920', '720')) x*")
        $emulator.AddFault("POST /run_sse: raw lines $lines after 0 events")
        Invoke-NemoEdit 'add a title' -Session $session -IncludeHeartbeat 2>&1
        $emulator.Reset()
        $question = 'data: {"type":"tool_call","name":"ask_question","args":{"questions":[{"prompt":"which?","options":[{"label":"both"}]}]}}'
        $emulator.AddFault("POST /run_sse: raw lines $question after 0 events")
        Invoke-NemoEdit 'add a title' -Session $session 2> $null
        $emulator.Reset()
        $emulator.AddFault('GET /api/render/*: answer 200 {"id":"render_1","status":"failed","error":"e"} x1')
        Get-NemoExport -Id 'render_1'
        Send-NemoUpload -LiteralPath $clip -Session $session
        Invoke-NemoEdit 'add a title' -Session $session -ResultOnly | Start-NemoExport
        New-NemoVideo 'add a title' -LiteralPath $clip -Destination $folder
        $emulator.AddFault('POST /run_sse: answer 402 {"code":2001,"message":"credits"} x*')
        New-NemoVideo 'add music' -LiteralPath $clip -Destination $folder 2>&1
        $emulator.Reset()
        $emulator.AddFault('GET /api/state/*: answer 200 {"code":0,"data":{"session_id":"s","state":{"draft":{"t":[]},"video_infos":[{"filename":"a"}]}}} x1')
        Start-NemoExport -Session $session 2>&1
        $connection
        $session
    }

    $connection = Connect-Nemo -Option $option -PassThru 6> $null
    $session = New-NemoSession -Name 'calm' -Language en
    $found = @(New-Sample)
    $found += @($found.State; $found.StateAfter)
    $found += @($found.Changes; $found.Tracks; $found.Uploads; $found.Exception) | Where-Object { $_ -isnot [string] }
    $found += @($found.Before; $found.After; $found.Segments) | Where-Object { $_ -isnot [string] }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'A text of an output object' {
    It 'is listed as a local value only if the property exists' -ForEach $listed {
        $Missing | Should -BeNullOrEmpty
    }

    It 'comes from the service as <Type>.<Property> and is not accepted as a path' -ForEach $served {
        $values = @($found | Where-Object { $_ -and $_.GetType().Name -eq $Type } | ForEach-Object { $_.$Property } | Where-Object { $_ })
        $values | Should -Not -BeNullOrEmpty -Because 'the test must read the property. If its text does not come from the service, add it to `$local'
        foreach ($value in $values) {
            Send-NemoUpload -LiteralPath $value -Session $session -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failed
            "$failed" | Should -BeLike '*text that the service returned*'
        }
    }

    It 'is not accepted as a path if PowerShell converts <Name> to it' -ForEach @(
        @{ Name = 'a session'; Type = 'NemoSession' }, @{ Name = 'a state'; Type = 'NemoState' }, @{ Name = 'an upload'; Type = 'NemoUpload' }
        @{ Name = 'an event'; Type = 'NemoTextEvent' }, @{ Name = 'an export'; Type = 'NemoExport' }, @{ Name = 'a track'; Type = 'NemoTrack' }
        @{ Name = 'a segment'; Type = 'NemoSegment' }, @{ Name = 'a change'; Type = 'NemoTimelineChange' }
        @{ Name = 'a value'; Type = 'NemoTimelineValue' }, @{ Name = 'an error'; Type = 'ErrorRecord' }
    ) {
        $value = @($found | Where-Object { $_ -and $_.GetType().Name -eq $Type })[0]
        Send-NemoUpload -LiteralPath $value -Session $session -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failed
        "$failed" | Should -BeLike '*text that the service returned*'
    }

    It 'is not accepted as a path if it is the name of a property in a draft' {
        $emulator.AddFault("GET /api/state/*: answer 200 {""data"":{""state"":{""draft"":{""files"":{""$clip"":{""d"":1}}}}}} x*")
        try {
            $names = (Get-NemoState -Session $session).Draft.files.PSObject.Properties.Name
            $names | Should -Be $clip
            $names | Send-NemoUpload -Session $session -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
        } finally {
            $emulator.ClearFaults()
        }
    }

    It 'can be a folder in the current folder if it is a plain name' {
        $export = Invoke-NemoEdit 'add a title' -Session $session -ResultOnly | Start-NemoExport
        Push-Location $TestDrive
        try {
            # In a path of the user, ~ is the home folder.
            foreach ($name in $session.SessionId, (New-NemoSession -Name '~').Name) {
                ($export | Wait-NemoExport -Destination $name).Path | Should -BeExactly (Join-Path -Path $TestDrive -ChildPath "$name/calm.mp4")
            }
            foreach ($name in '..', 'a/b', '.') {
                { $export | Wait-NemoExport -Destination (New-NemoSession -Name $name).Name } | Should -Throw '*text that the service returned*'
            }
        } finally {
            Pop-Location
        }
    }

    It 'is not a path in a result of New-NemoVideo that rejects it: <Name>' -ForEach @(
        @{ Name = 'a row'; Piped = { [pscustomobject] @{ Path = $args[0] } } }
        @{ Name = 'a list in a row'; Piped = { [pscustomobject] @{ LiteralPath = @($args[0]) } } }
        @{ Name = 'a text'; Piped = { $args[0] } }
    ) {
        $name = (New-NemoSession -Name "$TestDrive/secret.mp4").Name
        $results = & $Piped $name | New-NemoVideo 'add a title' -Destination $folder -ErrorAction SilentlyContinue -ErrorVariable failed
        "$failed" | Should -BeLike '*text that the service returned*'
        $results.SourcePath | Should -BeNullOrEmpty
        $results.Where{ $_.SourceName -like '*secret*' } | Should -BeNullOrEmpty
    }

    It 'does not turn the same text of the user into a text from the service' {
        $export = Invoke-NemoEdit 'add a title' -Session $session -ResultOnly | Start-NemoExport
        $path = "$TestDrive/mine"
        { $export | Wait-NemoExport -Destination (New-NemoSession -Name $path).Name } | Should -Throw '*text that the service returned*'
        ($export | Wait-NemoExport -Destination $path).Path | Should -BeExactly (Join-Path -Path $path -ChildPath 'calm.mp4')
    }
}
