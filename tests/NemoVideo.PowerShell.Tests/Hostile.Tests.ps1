# A hostile service or proxy: no response controls the terminal, exhausts the memory or ends the process.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 1; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001; RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02 }
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $folder = New-TestFolder

    # Clears the screen, renames the window, moves the cursor, returns to the start of the line, and changes the text direction.
    $json = '\u202e\u2066\u001b[2J\u001b]0;owned\u0007\u009b1Ahidden\rshown\b'

    # Returns everything that a pipeline writes, in every stream and with every property, as a terminal would get it.
    function Get-Shown {
        param([scriptblock] $Script)
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $all = try { & $Script *>&1 } catch { $_ }
        $all | Out-String -Width 400
        $all | Format-List -Property * -Force | Out-String -Width 400
        foreach ($record in $all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) {
            $record | Format-List -Property * -Force | Out-String -Width 400
            $record.Exception | Format-List -Property * -Force | Out-String -Width 400
            $record.ErrorDetails | Format-List -Property * -Force | Out-String -Width 400
        }
        $all | ForEach-Object { "$_" }
        $all | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
    }

    function Assert-Harmless {
        param([string[]] $Shown)
        $text = $Shown -join "`n"
        $text | Should -Match 'hidden' -Because 'the service''s text must be shown'
        # PowerShell's own colors are not part of the response.
        $rest = $text -replace '\e\[[0-9;]*m'
        $found = [regex]::Match($rest, '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)')
        $found.Success | Should -BeFalse -Because "at '$($rest.Substring([math]::Max(0, $found.Index - 60), [math]::Min(80, $rest.Length - [math]::Max(0, $found.Index - 60))))'"
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'The text of a hostile service' {
    BeforeEach {
        $emulator.Reset()
        Connect-Nemo -Option $option 6> $null
        $session = New-NemoSession -Name 'calm'
        $null = Send-NemoUpload -LiteralPath $clip
    }

    # Only text in the first column can begin a continuation line.
    It 'begins no line of a table that wraps' {
        $title = 'holiday-2026-harbour' + 'FORGED: No credits.'
        $file = "$TestDrive/holiday-2026-harbour-abc" + 'FORGED: No credits.mp4'
        Copy-Item -LiteralPath $clip -Destination $file
        $null = New-NemoSession -Name $title
        $null = Send-NemoUpload -LiteralPath $file
        $null = Invoke-NemoEdit -Message 'add a title'
        $shown = @(Start-NemoExport | Out-String -Width 120 -Stream) + @(Get-NemoState | Format-Table | Out-String -Width 120 -Stream)
        $shown += New-NemoVideo -Message 'add a title' -LiteralPath $file -Destination "$TestDrive/out" | Out-String -Width 120 -Stream
        @($shown -match 'FORGED').Count | Should -BeGreaterOrEqual 3
        $shown -match '^(\e\[[0-9;]*m)*FORGED' | Should -BeNullOrEmpty
    }

    It 'does not control the terminal as an event of an edit: <Line>' -ForEach @(
        @{ Line = 'data: {"type":"text","content":"JSON"}' }
        @{ Line = 'data: {"type":"tool_call","name":"JSON","args":{"JSON":"JSON","list":["JSON"]}}' }
        @{ Line = 'data: {"type":"tool_call","name":"x","args":{"raw":"RAW hidden"}}' }
        @{ Line = 'data: {"type":"error","code":"JSON","message":"JSON"}' }
        @{ Line = 'data: {"type":"JSON","what":"RAW hidden"}' }
        @{ Line = 'data: no JSON, RAW hidden' }
    ) {
        $emulator.AddFault('POST /run_sse: raw lines ' + $Line.Replace('JSON', $json.Replace('\', '\\')).Replace('RAW', "`e[2J`u{9b}1A`a") + ' after 1 events')
        Assert-Harmless (Get-Shown { Invoke-NemoEdit -Message 'title "x"' -IncludePartial })
    }

    It 'can be the name of a file, and a part of a path that the user specifies' {
        $state = Get-NemoState
        $out = "$TestDrive/names"
        ($state | Export-NemoTimeline -Path { "$out/$($_.Name).svg" }).Name | Should -Be 'calm.svg'
        $export = Invoke-NemoEdit 'add a title' -ResultOnly | Start-NemoExport
        Split-Path -Path ($export | Wait-NemoExport -Destination $out -FileName $state.Name).Path -Leaf | Should -Be 'calm.mp4'
        Split-Path -Path (Wait-NemoExport -Id $export.Id -Destination $out -FileName $state.Name).Path -Leaf | Should -Be 'calm (2).mp4'
        Split-Path -Path (New-NemoVideo 'add a title' -LiteralPath $clip -Destination $out -OutputName $state.Name).OutputPath -Leaf | Should -Be 'calm (3).mp4'
    }

    It 'cannot choose the file that an export of a known session replaces' {
        $known = New-NemoSession -Name 'harbour'
        $null = Send-NemoUpload -LiteralPath $clip -Session $known
        $null = Invoke-NemoEdit 'add a title' -Session $known -ResultOnly
        $out = (New-Item -Path "$TestDrive/forced" -ItemType Directory).FullName
        Set-Content -LiteralPath "$out/wedding.mp4" -Value 'mine'
        $id = $known.SessionId
        $emulator.AddFault("GET /api/state/*: answer 200 {""code"":0,""data"":{""session_id"":""$id"",""task_name"":""wedding"",""state"":{""draft"":{""t"":[{""tt"":0,""sg"":[{""id"":""a"",""d"":6000}]}]}}}} x*")

        Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; `$null = Connect-Nemo 6> `$null
            (Start-NemoExport -Session '$id' | Wait-NemoExport -Destination '$out' -Force -PollIntervalSec 0.02).Path" | Should -Be "$out/harbour.mp4"

        Get-Content -LiteralPath "$out/wedding.mp4" | Should -Be 'mine'
    }

    It 'does not control the terminal as a name in the timeline' {
        $emulator.AddFault(('GET /api/state/*: answer 200 {"code":0,"data":{"session_id":"s","task_name":"JSON","state":{"draft":{"JSON":"RAW","t":[{"tt":7,"m":{"name":"JSON"},"sg":[{"d":1000,"text":"JSON"}]}]}}}} x*').Replace('JSON', $json).Replace('RAW', "`u{9b}1A"))
        Assert-Harmless (Get-Shown { Get-NemoState; Get-NemoState | Format-Custom | Out-String; Get-NemoSession -Session 's' })
    }

    It 'does not control the terminal as the reason for a failure: <Response>' -ForEach @(
        @{ Response = '400 {"code":7,"message":"JSON"}' }
        @{ Response = '422 {"detail":[{"loc":["JSON"],"msg":"JSON"}]}' }
        @{ Response = '200 text/html <html>RAW hidden' }
    ) {
        $emulator.AddFault('GET /api/credits/*: answer ' + $Response.Replace('JSON', $json).Replace('RAW', "`e[2J`u{9b}1A`a") + ' x*')
        Assert-Harmless (Get-Shown { Get-NemoCredit -Debug })
    }
}

# Only the module starts a new line: for a result, an event, an error or another object.
Describe 'A name that contains line breaks' {
    BeforeAll {
        # JSON. Each character ends a line in some program.
        $name = 'hidden\r\n> forged\n! forged\u0085forged\u2028forged\u2029forged\tx\u202egpj\u2066'

        function Assert-OneLine {
            param([string[]] $Shown)
            $text = $Shown -join "`n"
            $text | Should -Match 'hidden.*forged' -Because 'the service''s text must be shown'
            # The view of an error wraps its paragraph and marks each line.
            $text -replace '\e\[[0-9;]*m' -replace '\r?\n +\| ', ' ' -split '\r\n|[\n\r\u0085\u2028\u2029]' | Where-Object { $_ -match 'forged' -and $_ -notmatch 'hidden' } | Should -BeNullOrEmpty
            $text | Should -Not -Match '[\u202a-\u202e\u2066-\u2069]'
        }
    }

    BeforeEach {
        $emulator.Reset()
        Connect-Nemo -Option $option 6> $null
        $session = New-NemoSession -Name 'calm'
        $null = Send-NemoUpload -LiteralPath $clip
    }

    It 'adds no line to the view of a state' {
        $emulator.AddFault(('GET /api/state/*: answer 200 {"code":0,"data":{"session_id":"NAME","task_id":"NAME","task_name":"NAME","state":{"draft":{"t":[{"tt":7,"m":{"name":"NAME"},"sg":[{"d":1000,"text":"NAME"}]},{"tt":0,"m":{"name":"NAME"},"sg":[{"d":1000}]}]}}}} x*').Replace('NAME', $name))
        Assert-OneLine (Get-NemoState -Session $session | Out-String -Width 4000)
        Assert-OneLine (Get-NemoState -Session $session | Format-Table -Property Name, Summary | Out-String -Width 4000)
        Assert-OneLine (Get-NemoState -Session $session | Format-Custom | Out-String -Width 4000)
        Assert-OneLine ((Get-NemoState -Session $session).Tracks | Out-String -Width 4000)
        Assert-OneLine ((Get-NemoState -Session $session).Tracks.Segments | Out-String -Width 4000)
        (Get-NemoState -Session $session).SessionId | Should -Be $session.SessionId -Because 'a text with a line break is not an ID'
        Assert-OneLine (Get-NemoSession -Session 'another' | Out-String -Width 4000)
    }

    It 'adds no line to the view of a session and is not used as an ID' {
        $emulator.AddFault(('POST /api/tasks/*: answer 200 {"code":0,"data":{"session_id":"s","task_id":"NAME","user_id":"NAME"}}').Replace('NAME', $name))
        $made = New-NemoSession -Name 'x'
        $made.TaskId | Should -BeNullOrEmpty
        ($made | Format-List | Out-String) + (Get-NemoConnection | Out-String) | Should -Not -Match 'forged'

        $emulator.AddFault(('POST /api/tasks/*: answer 200 {"code":0,"data":{"session_id":"NAME"}}').Replace('NAME', $name))
        { New-NemoSession -Name 'x' -ErrorAction Stop } | Should -Throw -ErrorId 'NemoInvalidResponse,*'
    }

    It 'adds no line to the views of an export and its error' {
        $emulator.AddFault(('GET /api/render/*: answer 200 {"id":"NAME","status":"failed","error":"NAME","output":{"url":"https://example.org/%E2%80%A8forged%E2%80%AE"}} x*').Replace('NAME', $name))
        $export = Get-NemoExport -Id 'render_1'
        $export.Id | Should -Be 'render_1'
        Assert-OneLine ($export | Out-String -Width 4000)
        Assert-OneLine ($export | Format-List | Out-String -Width 4000)
        $null = Wait-NemoExport -Id 'render_1' -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-OneLine ($failure[0] | Out-String -Width 4000)
        Assert-OneLine "$($failure[0])"
    }

    It 'adds no line to the view of an event: <Line>' -ForEach @(
        @{ Line = 'data: {"type":"tool_call","id":"NAME","name":"NAME","args":{"a":"b"}}' }
        @{ Line = 'data: {"type":"error","code":"NAME","message":"NAME"}' }
        @{ Line = 'data: {"type":"hidden",\ndata: "> forged":\u0085"forged"}' }
        @{ Line = 'data: {"content":{"parts":[{"NAME":1}]}}' }
    ) {
        $emulator.AddFault('POST /run_sse: raw lines ' + $Line.Replace('NAME', $name.Replace('\', '\\')) + ' after 1 events')
        $events = Invoke-NemoEdit -Message 'title "x"' -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-OneLine ((@($events) + @($failure) | Out-String -Width 4000) + ($events | Format-List -Property Kind, Id, Name, Code, Message, Reason, Error -Force | Out-String -Width 4000))
    }

    It 'adds no line to an error: <Response>' -ForEach @(
        @{ Response = '400 {"code":7,"message":"NAME"}' }
        @{ Response = '422 {"detail":[{"loc":["NAME"],"msg":"NAME"}]}' }
    ) {
        $emulator.AddFault('GET /api/credits/*: answer ' + $Response.Replace('NAME', $name) + ' x*')
        Get-NemoCredit -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-OneLine ($failure[0] | Out-String -Width 4000)
        Assert-OneLine "$($failure[0]) $($failure[0].Exception.Message) $($failure[0].ErrorDetails.RecommendedAction)"
    }

    It 'refuses the ID ''<_>'', which would lead to another path' -ForEach '.', '..' {
        Get-NemoState -Session $_ -ErrorAction SilentlyContinue -ErrorVariable failure
        Get-NemoExport -Id $_ -ErrorAction SilentlyContinue -ErrorVariable +failure
        Stop-NemoExport -Id $_ -ErrorAction SilentlyContinue -ErrorVariable +failure
        $failure.FullyQualifiedErrorId | Should -HaveCount 3
        $failure.FullyQualifiedErrorId | Should -Match 'InvalidArgument|PathInsteadOfId'
    }
}

Describe 'A response without a size limit' {
    BeforeEach {
        $emulator.Reset()
        Connect-Nemo -Option ($option + @{ MaxStreamEvents = 2000; MaxDownloadBytes = 100000 }) 6> $null
        $session = New-NemoSession -Name 'calm'
    }

    It 'causes one error each, uses little memory, and doesn''t end PowerShell' {
        $bodies = [ordered]@{
            '2 GB of JSON'        = 'flood 200 2000000000 application/json {"a":"<<x>>"}'
            'a compression bomb'  = 'flood 200 200000000 gzip application/json <<x>>'
            'JSON 10,000 deep'    = 'flood 200 10000 application/json {"data":{"state":{"draft":<<{"t":[>>1<<]}>>}}}'
            'an endless page'     = 'flood 200 * text/html <html><<x>>'
        }
        $bodies.Keys | ForEach-Object { $emulator.AddFault("GET /api/state/*: $($bodies[$_])") }
        $emulator.AddFault('POST /run_sse: flood 200 * text/event-stream data: {"type":"text","content":"<<x>>"}')

        $lines = Invoke-NewPowerShell @"
Import-Module -Name '$(Get-NemoModulePath)'
Connect-Nemo -ApiUrl '$($emulator.Url)' -NoCache -Option @{ RetryCount = 0; StatePollCount = 1; StatePollIntervalSec = 0.02; RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02 }
foreach (`$number in 1..$($bodies.Count)) {
    Get-NemoState -Session 's' -ErrorAction SilentlyContinue -ErrorVariable failure
    "`$(`$failure.Count) `$(`$failure[0].FullyQualifiedErrorId)"
}
`$null = New-NemoSession -Name 'n'
`$null = Send-NemoUpload -LiteralPath '$clip'
(Invoke-NemoEdit -Message 'add a title' -ResultOnly -ErrorAction SilentlyContinue -ErrorVariable failure).Status
"`$(`$failure.Count) `$(`$failure[0].FullyQualifiedErrorId)"
"still runs: `$((Get-NemoCredit).Available -gt 0)"
[System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
"@

        $lines[-8..-5] | Should -Be (@('1 NemoInvalidResponse,NemoVideo.PowerShell.Commands.GetNemoStateCommand') * $bodies.Count)
        $lines[-4] | Should -Be 'Unknown'
        $lines[-3] | Should -BeLike '1 NemoInvalidResponse,NemoVideo.PowerShell.Commands.InvokeNemoEditCommand'
        $lines[-2] | Should -Be 'still runs: True'
        [long] $lines[-1] | Should -BeLessThan 900MB
    }

    It 'ends an edit at the event limit with one error and a result: <Line>' -ForEach @(
        @{ Line = 'data: 1\n\n' }
        @{ Line = 'data: {"type":"text","content":"a","partial":true}\n\n' }
    ) {
        $emulator.AddFault("POST /run_sse: flood 200 * text/event-stream <<$Line>>")

        $result = Invoke-NemoEdit -Message 'title "x"' -ResultOnly -ErrorAction SilentlyContinue -ErrorVariable failure

        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidResponse,*'
        "$($failure[0])" | Should -Match '2,?000'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '^(?=.*Get-NemoState)(?=.*MaxStreamEvents)'
        $result.Status | Should -Be 'Unknown'
    }

    It 'shows a draft and a tool call of the maximum depth in every format' {
        $emulator.AddFault('GET /api/state/*: flood 200 29 application/json {"data":{"state":{"draft":<<{"t":[>>1<<]}>>}}} x*')
        $emulator.AddFault('POST /run_sse: flood 200 29 text/event-stream data: {"type":"tool_call","name":"n","args":<<{"a":[>>1<<]}>>}\n\n')

        $state = Get-NemoState -Session $session
        $call = Invoke-NemoEdit -Message 'title "x"' -Session $session -ErrorAction Ignore | Where-Object -Property Kind -EQ -Value 'ToolCall'

        foreach ($deep in $state, $call) {
            $deep | ConvertTo-Json -Depth 100 | Should -Match '\[\s*1\s*\]'
            $deep | Format-Custom -Depth 100 | Out-String | Should -Not -BeNullOrEmpty
            [System.Management.Automation.PSSerializer]::Serialize($deep, 100) | Should -Not -BeNullOrEmpty
        }
        $state.DraftJson | Should -BeLike '{"t":*1*}'
    }
}
