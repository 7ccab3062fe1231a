# What the cmdlets do if a real server ends without text, loses a session or runs out of credits.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $option = @{ StatePollIntervalSec = 0.05; StatePollCount = 2; RecoveryDelaySec = 0.05; RecoveryIntervalSec = 0.05; RetryDelaySec = 0.001 }
    $null = Connect-Nemo -Option $option 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $other = Get-SampleClip -Name 'harbour.mp4'
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'An edit that changes nothing' {
    BeforeEach {
        $emulator.Reset()
        $upload = Send-NemoUpload -LiteralPath $clip -SessionPerFile
    }

    It 'is a warning that names the clip' {
        $result = $upload | Invoke-NemoEdit -Message 'hello' -ResultOnly -WarningVariable warning -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Unchanged'
        "$warning" | Should -BeLike "The message 'hello' didn't change the timeline of '$clip'. *"
    }

    It 'is an error with -FailIfUnchanged and is not exported' {
        $result = $upload | Invoke-NemoEdit -Message 'hello' -ResultOnly -FailIfUnchanged -ErrorVariable failure -ErrorAction SilentlyContinue
        @($failure).Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NemoEditUnchanged,NemoVideo.PowerShell.Commands.InvokeNemoEditCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidResult'
        "$($failure[0])" | Should -BeLike "*'hello' didn't change the timeline of '$clip'. The agent replied: *"
        $result.Status | Should -Be 'Unchanged'
        $result | Start-NemoExport | Should -BeNullOrEmpty
    }
}

Describe 'Credits that run out' {
    BeforeEach {
        $emulator.Reset()
        $uploads = $clip, $other, $clip, $other | Send-NemoUpload -SessionPerFile
        $sent = @(Get-SentMessage $emulator).Count
    }

    AfterEach { $emulator.SetCredit(1000000) }

    It 'are one error with the count and list of the inputs that were not processed' {
        $emulator.SetCredit(50)
        $results = $uploads | Invoke-NemoEdit -Message 'add a title "Hi"' -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
        $results.Status | Should -Be 'Succeeded'
        @($failure).Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
        "$($failure[0])" | Should -Be "The account doesn't have enough credits. 3 inputs were not processed: '$other', '$clip', '$other'."
        @($failure[0].TargetObject).SessionId | Should -Be $uploads[1..3].SessionId
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*register*'
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
    }

    It 'are a warning before the first message if the number of messages is known, such as <What>' -ForEach @(
        @{ What = 'uploads in a variable'; Script = { $uploads | Invoke-NemoEdit -Message 'add a title "Hi"' } }
        @{ What = 'rows'; Script = { $uploads.SessionId | Select-Object @{ n = 'SessionId'; e = { $_ } }, @{ n = 'Message'; e = { 'add a title "Hi"' } } | Invoke-NemoEdit } }
        @{ What = 'the sessions of a request'; Script = { $uploads | Invoke-Nemo 'add a title "Hi"' } }
    ) {
        $ErrorActionPreference = 'Continue'
        $emulator.SetCredit(150)
        $count = $emulator.GetRequests().Count
        $shown = @(& $Script 2> $null 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] -and "$_" -like '*may cost*' })
        $shown | Should -HaveCount 1
        "$($shown[0])" | Should -BeLike 'The 4 messages may cost 200 credits or more, but only 150 credits were available when the command started.*50 credits*100 credits.*'
        $requests = @($emulator.GetRequests() | Select-Object -Skip $count | Where-Object path -match 'credits|run_sse')
        $requests[0].path | Should -BeLike '*credits*'
    }

    It 'are a warning before the first message of a pipeline that they don''t cover' {
        $emulator.SetCredit(100)
        $order = [System.Collections.Generic.List[string]]::new()
        $null = $clip, $other, $clip | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit -Message 'add a title "Hi"' -ResultOnly -ErrorAction SilentlyContinue 3>&1 |
            ForEach-Object { $order.Add($_.GetType().Name); $last = if ("$_" -like '*may cost*') { "$_" } else { $last } }
        $order | Should -Be 'NemoEditResult', 'NemoEditResult', 'WarningRecord'
        $last | Should -BeLike 'The 3 messages may cost 150 credits or more, but only 100 credits were available when the command started.*'
    }

    It 'are no warning if <What>' -ForEach @(
        @{ What = 'they are enough'; Credit = 200; Fault = '' }
        @{ What = 'their number can''t be read'; Credit = 100000; Fault = 'GET /api/credits/*: status 400 x*' }
    ) {
        $emulator.SetCredit($Credit)
        if ($Fault) { $emulator.AddFault($Fault) }
        $results = $uploads | Invoke-NemoEdit -Message 'add a title "Hi"' -ResultOnly -WarningVariable warning
        $results.Status | Should -Be (@('Succeeded') * 4)
        $warning | Should -BeNullOrEmpty
    }

    It 'are not read for -WhatIf' {
        $count = $emulator.GetRequests().Count
        $uploads | Invoke-NemoEdit -Message 'add a title "Hi"' -WhatIf
        $uploads | Invoke-Nemo -Request 'add a title "Hi"' -WhatIf
        @($emulator.GetRequests() | Select-Object -Skip $count | Where-Object path -like '*credits*') | Should -HaveCount 0
    }

    It 'end a request in several sessions with one error that lists the sessions: ''<_>''' -ForEach 'add a title "Hi"', 'add a title "Hi", then export' {
        $emulator.SetCredit(50)
        $written = $uploads | Invoke-Nemo $_ -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        @($written | Where-Object Kind -eq 'Result').Status | Should -Be 'Succeeded'
        @($failure).Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
        "$($failure[0])" | Should -BeLike '*3 inputs were not processed:*'
        @($failure[0].TargetObject) | Should -Be $uploads[1..3].SessionId
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
    }

    It 'list all sessions of a request if no message was processed' {
        $emulator.SetCredit(0)
        $uploads | Invoke-Nemo 'add a title "Hi"' -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @($failure).Count | Should -Be 1
        @($failure[0].TargetObject) | Should -Be $uploads.SessionId
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
    }

    It 'end the messages if the stream reports them <When>' -ForEach @(
        @{ When = 'first'; Frames = @(); Text = '*'; Next = '*' }
        @{ When = 'after another error'; Frames = '{"code":5000,"message":"the tool failed"}'; Text = '*'; Next = '*' }
        @{ When = 'after a tool call'; Frames = '{"type":"tool_result","name":"trim","result":{}}'
            Text = "*enough credits. The timeline didn't change. The service may have charged you for a part of the edit."
            Next = 'Register at*Check the timeline before*Get-NemoState*' }
    ) {
        $lines = @($Frames) + '{"code":2001,"message":"no credits"}' | ForEach-Object { "data: $_\n\n" }
        $emulator.AddFault('POST /run_sse: flood 200 1 text/event-stream ' + -join $lines)
        $results = $uploads | Invoke-NemoEdit -Message 'add a title "Hi"' -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
        $results.Status | Should -Be 'Failed'
        $failure | Should -HaveCount 2
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoEditFailed,*'
        "$($failure[0])" | Should -BeLike $Text
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike $Next
        $failure[0].TargetObject | Should -Be $uploads[0].SessionId
        $failure[1].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
        "$($failure[1])" | Should -BeLike '*3 inputs were not processed: *'
        $failure[1].TargetObject.SessionId | Should -Be $uploads[1..3].SessionId
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
    }

    It 'are only the error for the session if there are no other inputs' {
        $emulator.AddFault('POST /run_sse: flood 200 1 text/event-stream data: {"type":"tool_result","name":"trim","result":{}}\n\n' +
            'data: {"code":2001,"message":"no credits"}\n\n')
        $null = $uploads[0] | Invoke-Nemo 'add a title "Hi"' -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoEditFailed,*'
    }
}

Describe 'A session that the service lost' {
    BeforeEach { $emulator.Reset() }

    AfterEach { $null = Connect-Nemo -Option $option -WarningAction SilentlyContinue 6> $null }

    It 'is replaced while a file is uploaded with <Name>' -ForEach @(
        @{ Name = '-SessionPerFile'; Script = { Send-NemoUpload -LiteralPath $clip -SessionPerFile } }
        @{ Name = 'a new current session'; Script = { Send-NemoUpload -LiteralPath $clip -Connection $fresh } }
        @{ Name = 'Invoke-Nemo'; Script = { Invoke-Nemo 'upload this' -LiteralPath $clip -Connection $fresh } }
    ) {
        $fresh = Connect-Nemo -NoCache -PassThru -Option $option -WarningAction SilentlyContinue 6> $null
        $emulator.Reset()
        $emulator.AddFault('POST /api/upload-video/*: code 1002')
        $upload = & $Script
        $upload.Name | Should -Be 'sunset.mp4'
        $requests = $emulator.GetRequests()
        @($requests | Where-Object path -like '/api/tasks/*').Count | Should -Be 2
        @($requests | Where-Object path -like '/api/upload-video/*').path[-1] | Should -BeLike "*/$($upload.SessionId)"
    }

    It 'is an error if <Name>' -ForEach @(
        @{ Name = 'the user chose it'; Script = { Send-NemoUpload -LiteralPath $clip -Session (New-NemoSession -Name 'mine').SessionId -ErrorAction SilentlyContinue } }
        @{ Name = 'the new session is lost too'; Times = 2; Script = { Send-NemoUpload -LiteralPath $clip -SessionPerFile -ErrorAction SilentlyContinue } }
    ) {
        $emulator.AddFault("POST /api/upload-video/*: code 1002 x$(if ($Times) { $Times } else { 1 })")
        & $Script | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
    }
}
