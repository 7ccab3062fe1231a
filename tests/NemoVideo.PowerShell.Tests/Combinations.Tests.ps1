# Each way to end a pipeline, with 0, 1 and 1,000 inputs, and with 1 and 16 messages at the same time. The emulator's record shows that all
# that was charged was written, that nothing was started after the end, and that no request is left. Stopping.Tests.ps1 tests the ends of
# the other cmdlets.
BeforeDiscovery {
    # Option: of the command. Later: the commands after it. Row and Fault: of the input that causes the end, while others are running.
    # Missing: its session doesn't exist. Unchanged: its message doesn't change the timeline. Sent and Written: which messages the service
    # receives, and which of them have a result: two before, those that were running, the last one before the end, and all others. Error:
    # that of the pipeline. EmptyError and SingleError: the same with no or one input. ErrorCount: of those that don't end the pipeline.
    # IsOneUnchanged: one of those that were running fails too, but later.
    $ends = @(
        @{ End = 'no error'; Sent = 'before', 'running', 'last', 'others'; Written = 'before', 'running', 'last', 'others' }
        @{ End = 'Ctrl+C'; Fault = 'hold after 1 events'; Sent = 'before', 'running', 'last'; Written = 'before' }
        @{ End = 'Select-Object -First 1'; Later = '| Select-Object -First 1'; Sent = 'running', 'last'; Written = 'last' }
        @{ End = 'an exception in a later command'; Later = '| ForEach-Object { $_; if ($_.SessionId -eq $last) { throw "enough" } }'
            Sent = 'before', 'running', 'last'; Written = 'before', 'last'; Error = 'enough' }
        @{ End = 'an exception in an earlier command'; Sent = 'before', 'running'; Written = 'before'
            Error = 'enough'; EmptyError = 'enough' }
        @{ End = '-ErrorAction Stop'; Option = '-ErrorAction Stop -FailIfUnchanged'; Row = 'Missing'; IsOneUnchanged = $true
            Sent = 'before', 'running'; Written = 'before', 'running'; Error = 'NemoSessionNotFound,*' }
        @{ End = '-ErrorAction Inquire and the answer "halt"'; Option = '-ErrorAction Inquire'; Row = 'Missing'; Answer = 'Halt'
            Sent = 'before', 'running'; Written = 'before', 'running'; Error = 'ActionPreferenceStop*' }
        @{ End = '-ErrorAction Inquire and the answer "continue"'; Option = '-ErrorAction Inquire'; Row = 'Missing'; Answer = 'Yes'
            Sent = 'before', 'running', 'others'; Written = 'before', 'running', 'others'; ErrorCount = 1 }
        @{ End = '-WarningAction Stop'; Option = '-WarningAction Stop'; Row = 'Unchanged'
            Sent = 'before', 'running', 'last'; Written = 'before', 'running', 'last'
            Error = 'ActionPreferenceStop*'; EmptyError = 'ActionPreferenceStop*' }
        @{ End = 'a later command that blocks for a while'; Later = '| ForEach-Object { if ($_.SessionId -eq $last) { $pass.Wait() }; $_ }'
            Fault = 'flood 200 1000 text/event-stream <<data: {"type":"tool_result","name":"big","result":{"x":"' + 'x' * 8000 +
                '"}}\n\n>>data: {"type":"text","content":"Done."}\n\n'
            Sent = 'before', 'running', 'last', 'others'; Written = 'before', 'running', 'last', 'others' }
        @{ End = 'credits that are used up'; Sent = 'before', 'running', 'last'; Written = 'before', 'running'; ErrorCount = 1
            SingleError = 'NemoOutOfCredits,*' }
        @{ End = 'a token that is rejected'; Fault = 'status 401 x*'; Sent = 'last'; Written = @(); Error = 'NemoAuthenticationFailed,*' }
    )
    $combinations = foreach ($end in $ends) {
        foreach ($count in 0, 1, 1000) {
            foreach ($throttle in 1, 16) {
                $end + @{
                    Count = $count; Inputs = if ($count -eq 1) { '1 input' } else { "$count inputs" }
                    Throttle = $throttle; IsLong = $count -eq 1000 -and $end.Sent -contains 'others'
                }
            }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/testhost.ps1
    $emulator = Start-TestEnvironment -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', 'nmv_usr_test'
    $option = @{
        StatePollIntervalSec = 0.02; StatePollCount = 2; RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02; RateLimitDelaySec = 0.01
    }
    $nemo = Connect-Nemo -Token 'nmv_usr_test' -Option $option -PassThru 6> $null
    $clips = @(Get-SampleClip -Name 'sunset.mp4') * 32
    $uploads = $clips | Send-NemoUpload -SessionPerFile -ThrottleLimit 16
    # The messages of the tests rename the title, so that the timelines don't grow.
    $null = $uploads | Invoke-NemoEdit 'title "x"' -ThrottleLimit 16 -ResultOnly
    $sessions = @($uploads.SessionId)

    # The inputs of a combination. The sessions of the first 32 are different.
    function New-Row {
        param([int] $Count, [string[]] $SessionId)
        for ($i = 0; $i -lt $Count; $i++) {
            $message = "change the title to ""$i $([guid]::NewGuid())"""
            [pscustomobject] @{ SessionId = $SessionId[$i % $SessionId.Count]; Message = $message; OwnsSession = $true }
        }
    }

    function Wait-Sent {
        param([int] $Count, [string] $State, [int] $Events = 0)
        $null = Wait-Until -Because "the service must have $Count messages that are $State" {
            @(Get-SentMessage $emulator | Where-Object { $_.state -eq $State -and $_.eventsSent -ge $Events }).Count -eq $Count
        }
    }

    # The largest number of messages that were running at the same time.
    function Measure-Running {
        param($Message)
        $running = $most = 0
        $ends = @($Message | ForEach-Object { [datetimeoffset] $_.endedAt } | Sort-Object)
        $next = 0
        foreach ($start in $Message | ForEach-Object { [datetimeoffset] $_.receivedAt } | Sort-Object) {
            for (; $next -lt $ends.Count -and $ends[$next] -le $start; $next++) { $running-- }
            $most = [math]::Max($most, ++$running)
        }
        $most
    }

    # Brings a pipeline to its end, and compares its output with the emulator's record.
    function Test-Combination {
        param([hashtable] $Case)

        # The inputs: some that are complete before, those that are running, the last one, and the others.
        $count, $throttle = $Case.Count, $Case.Throttle
        $isThrownEarlier = $Case.End -eq 'an exception in an earlier command'
        $running = if ($Case.Sent -contains 'running') { [math]::Min($throttle - 1, $count - [int] (-not $isThrownEarlier)) } else { 0 }
        $running = [math]::Max(0, $running)
        # An earlier command can throw when its input was accepted: with one message at a time, when its message is complete.
        $before = if ($Case.Sent -notcontains 'before') { 0 } elseif ($count -gt 1) { 2 } elseif ($isThrownEarlier) { $count - $running }
        $lastCount = if ($isThrownEarlier) { 0 } else { [math]::Min(1, $count) }
        $counts = @{ before = $before; running = $running; last = $lastCount; others = $count - $before - $running - $lastCount }
        $rows = @(New-Row -Count $count -SessionId $sessions)
        $last = if ($lastCount) { $rows[$before + $running] } else { [pscustomobject] @{ SessionId = ''; Message = '' } }
        switch ($Case.Row) {
            'Missing' { $last.SessionId = 'missing' }
            'Unchanged' { $last.Message = 'hello' }
        }

        if ($Case.IsOneUnchanged -and $running) { $rows[$before].Message = 'hello' }
        $command = "Invoke-NemoEdit -ThrottleLimit $throttle -Connection `$nemo $($Case.Option)"
        if ($Case.End -notlike '*blocks*') { $command += ' -ResultOnly' }
        $script = '& {
            for ($i = 0; $i -le $rows.Count; $i++) {
                if ($i -eq $before) { $start.Wait() }
                if ($i -eq $before + $running) { $gate.Wait(); if ($throws) { throw "enough" } }
                if ($i -lt $rows.Count) { $rows[$i] } elseif ($neverEnds) { $null = Wait-Event never }
            }
        }' + " | $command $($Case.Later)"

        # Without try, a terminating error would end only the statement.
        $script = "try { $script } catch { throw }"
        $variable = @{
            nemo = $nemo; rows = $rows; before = [int] $before; running = $running; last = $last.SessionId
            throws = $isThrownEarlier; neverEnds = $Case.End -eq 'Ctrl+C'; start = $start; gate = $gate; pass = $pass
        }
        $script:run = $run = Start-InHost -Script $script -Variable $variable -Answer $Case.Answer

        Wait-Sent -Count $before -State 'completed'
        if ($running) { $emulator.AddFault("POST /run_sse: hold after 1 events x$running") }
        $start.Set()
        Wait-Sent -Count $running -State 'open' -Events ([math]::Min(1, $running))
        if ($Case.Fault -and $lastCount) { $emulator.AddFault("POST /run_sse: $($Case.Fault)") }
        if ($Case.End -like 'credits*') { $emulator.SetCredit(0) }
        $gate.Set()

        # What the last input does while the others are running.
        if ($Case.End -eq 'Ctrl+C') {
            Wait-Sent -Count ($running + $lastCount) -State 'open' -Events $lastCount
            $stopping = $run.Shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end'
            $run.Shell.EndStop($stopping)
        } elseif ($Case.Row -eq 'Missing' -and $lastCount) {
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -like '/api/state/*missing*' -and $_.isDone } }
        } elseif ($Case.Row -eq 'Unchanged' -or $Case.End -like '*blocks*') {
            Wait-Sent -Count ($before + $lastCount) -State 'completed'
        } elseif ($Case.End -like 'credits*' -and $lastCount) {
            $null = Wait-Until { @(Get-SentMessage $emulator | Where-Object { $_.rejection -and $_.isDone }).Count -eq 1 }
        }

        if ($running -and $Case.Written -contains 'running') {
            $run.Invocation.IsCompleted | Should -BeFalse -Because 'others are running'
            $run.Screen.Questions.Count | Should -Be 0 -Because 'others are running'
            $emulator.Release()
        }

        if ($Case.Answer -and $lastCount) {
            $null = Wait-Until { $run.Screen.Questions.Count -eq 1 } -Because 'the host must ask'
            @(Get-SentMessage $emulator).state | Where-Object { $_ -ne 'completed' } | Should -BeNullOrEmpty -Because 'nothing is running'
            $run.Output.Count | Should -Be ($before + $running)
            @(Get-SentMessage $emulator).Count | Should -Be ($before + $running) -Because 'nothing is started before the answer'
            $run.Screen.MayAnswer.Set()
        } elseif ($Case.End -like '*blocks*' -and $lastCount) {
            # All streams are read to their ends while the later command blocks at an event of the last one.
            Wait-Sent -Count ($before + $running + $lastCount) -State 'completed'
            $run.Invocation.IsCompleted | Should -BeFalse
            @(Get-SentMessage $emulator).Count | Should -Be ($before + $running + $lastCount) -Because 'the output is blocked'
        }

        $pass.Set()
        $run.Invocation.AsyncWaitHandle.WaitOne(120000) | Should -BeTrue -Because 'the pipeline must end'

        # The end of the pipeline.
        $reason = $run.Shell.InvocationStateInfo.Reason
        $expected = if ($count -eq 0) { $Case.EmptyError } elseif ($count -eq 1 -and $Case.SingleError) { $Case.SingleError }
        else { $Case.Error }
        if ($Case.End -eq 'Ctrl+C') {
            "$($run.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
        } elseif ($expected) {
            $reason | Should -Not -BeNullOrEmpty -Because 'the pipeline must fail'
            $reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike $expected
        } else {
            "$reason" | Should -BeNullOrEmpty
        }
        $errorCount = if ($count -eq 0 -or $expected) { 0 } else { [int] $Case.ErrorCount }
        @($run.Shell.Streams.Error) | Should -HaveCount $errorCount
        if ($Case.IsOneUnchanged -and $count) {
            @($run.Shell.Streams.Warning) | Should -HaveCount ([int] ($running -gt 0)) -Because 'only the first error is thrown'
        }

        # The record of the service.
        $null = Wait-Until { -not ($emulator.GetRequests() | Where-Object state -eq 'open') } -Because 'no request may stay open'
        $sent = @(Get-SentMessage $emulator)
        $complete = @($sent | Where-Object { $_.state -eq 'completed' -and $_.status -eq 200 -and -not $_.rejection })
        $results = @($run.Output | Where-Object Kind -eq 'Result')
        $charged = $complete | ForEach-Object { ($_.body | ConvertFrom-Json).new_message.parts[0].text }
        @($results.Message | Sort-Object) | Should -Be @($charged | Sort-Object)
        $results.Count | Should -Be ([int] ($Case.Written | ForEach-Object { $counts[$_] } | Measure-Object -Sum).Sum)
        $expectedSent = ($Case.Sent | ForEach-Object { $counts[$_] } | Measure-Object -Sum).Sum
        if ($Case.End -like '*token*') {
            $sent.Count | Should -BeIn @([math]::Min(1, $count)..[math]::Min($throttle, $count))
        } else {
            $sent.Count | Should -Be $expectedSent
        }
        Measure-Running $sent | Should -BeLessOrEqual $throttle
    }
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'Invoke-NemoEdit' {
    BeforeEach {
        $emulator.Reset()
        $start, $gate, $pass = 1..3 | ForEach-Object { [System.Threading.ManualResetEventSlim]::new() }
        $script:run = $null
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        $emulator.SetCredit(1000000)
        $start.Set()
        $gate.Set()
        $pass.Set()
        if ($script:run) {
            $script:run.Screen.MayAnswer.Set()
            $script:run.Shell.Stop()
            $script:run.Shell.Runspace.Dispose()
            $script:run.Shell.Dispose()
        }
    }

    It 'with -ThrottleLimit <Throttle> and <Inputs> writes what was charged and starts nothing more: <End>' -ForEach @(
        $combinations | Where-Object { -not $_.IsLong }
    ) {
        Test-Combination $_
    }

    It 'with -ThrottleLimit <Throttle> and <Inputs> writes what was charged and starts nothing more: <End>' -Tag Long -ForEach @(
        $combinations | Where-Object IsLong
    ) {
        Test-Combination $_
    }
}
