BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $option = @{ StatePollIntervalSec = 0.05; StatePollCount = 2; RecoveryDelaySec = 0.05; RecoveryIntervalSec = 0.05 }
    $clip = Get-SampleClip -Name 'sunset.mp4'
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'Invoke-NemoEdit' {
    BeforeEach {
        $emulator.Reset()
        $nemo = Connect-Nemo -PassThru -Option $option 6> $null
        $session = New-NemoSession -Name 'edit'
        $null = Send-NemoUpload -LiteralPath $clip
        $sent = @(Get-SentMessage $emulator).Count
    }

    AfterEach {
        Stop-Background
        $emulator.SetCredit(1000000)
    }

    Context 'One message' {
        It 'describes the edit in the result' {
            $result = Invoke-NemoEdit -Message 'add a title that says "Hi"' -ResultOnly
            @($result).Count | Should -Be 1
            $result.Status | Should -Be 'Succeeded'
            $result.IsChanged, $result.IsSilent | Should -Be $true, $false
            $result.Before.Summary | Should -Be 'Timeline (1 track): 1. Video: sunset (0-5s)'
            "$($result.After)" | Should -Be 'Timeline (2 tracks): 1. Video: sunset (0-5s) 2. Title: "Hi" (0-3s)'
            $result.Tools | Should -Be 'add_title'
            $result.Message | Should -Be 'add a title that says "Hi"'
        }

        It 'returns each change as an object' {
            $result = Invoke-NemoEdit -Message 'trim to 2 seconds, add a title that says "Hi", make it vertical' -ResultOnly
            $result.Changes.Kind | Should -Be 'SegmentTrimmed', 'SegmentAdded', 'CanvasChanged'
            $result.Changes[0].Before.Duration, $result.Changes[0].After.Duration | Should -Be ([timespan] '0:0:5'), ([timespan] '0:0:2')
            "$($result.Changes[2].After.Canvas)" | Should -Be '1080x1920'
            $result.ChangeSummary | Should -Be 'Video trimmed: sunset (0-5s to 0-2s); Title added: "Hi" (0-2s); Canvas changed: 1920x1080 to 1080x1920'
        }

        It 'returns changes that can be converted to JSON' {
            $result = Invoke-NemoEdit -Message 'music: Jazz' -ResultOnly
            $json = ConvertTo-Json -InputObject $result -Depth 8
            $json | Should -Not -Match 'ValueKind'
            $change = ($json | ConvertFrom-Json).Changes[0]
            $change.Sentence | Should -Be 'BGM added: Jazz (0-5s, 35%)'
            $change.After.Volume | Should -Be 0.35
        }

        It 'replaces UI instructions in agent text with commands, and keeps the raw text' {
            $events = Invoke-NemoEdit -Message 'add a title that says "Click here"'
            $text = $events | Where-Object Kind -eq 'Text' | Select-Object -Last 1
            $text.Text | Should -BeLike '*Title added: "Click here"*'
            $text.Text | Should -Not -BeLike '*Export button*'
            $text.RawText | Should -BeLike '*click the Export button*'
            $next = "Get-NemoState -Session '$($text.SessionId)'", "Start-NemoExport -Session '$($text.SessionId)'"
            $text.Text | Should -BeLike "*Suggested: $($next[1])*"
            $text.SuggestedCommand | Should -Be $next
            $events[-1].SuggestedCommand | Should -Be $next
            (Invoke-Expression $next[0]).SessionId | Should -Be $text.SessionId
        }

        It 'suggests an edit as a command that runs as it stands' {
            $text = 'Drag the sticker to the middle of the frame.'
            $emulator.AddFault("POST /run_sse: raw frame {""type"":""text"",""content"":""$text""} after 1 events")
            $events = Invoke-NemoEdit -Message 'hello' -WarningAction SilentlyContinue
            $emulator.ClearFaults()
            $command = "Invoke-NemoEdit -Session '$($session.SessionId)' 'move the sticker to the middle of the frame'"
            @($events | Where-Object Kind -eq 'Text').Text | Should -Contain "Suggested: $command"
            $events[-1].RawText | Should -BeLike "*$text*"
            $result = Invoke-Expression $command 3> $null | Select-Object -Last 1
            $result.Message | Should -Be 'move the sticker to the middle of the frame'
            $result.SessionId | Should -Be $session.SessionId
        }

        It 'shows one line for each event of any kind, and then a picture of the result' {
            $events = Invoke-NemoEdit -Message 'add a title that says "Hi"'
            $lines = ($events | Out-String).Trim() -split '\r?\n'
            $last = @($events[0..($events.Count - 2)].Line -split '\r?\n').Count
            $lines[$last] | Should -BeLike 'Succeeded. Title added: "Hi" (0-3s). Account: *'
            $lines -cmatch '^Before|^After' | Should -HaveCount 2
            $events[-1].Line | Should -BeLike 'Succeeded*Title added: "Hi" (0-3s)*Timeline (2 tracks)*'
        }

        It 'emits heartbeats only with -IncludeHeartbeat' {
            (Invoke-NemoEdit -Message 'title "a"').Kind | Should -Not -Contain 'Heartbeat'
            (Invoke-NemoEdit -Message 'title "b"' -IncludeHeartbeat).Kind | Should -Contain 'Heartbeat'
        }

        It 'asks for confirmation with the session''s name and ID, like the other cmdlets' {
            $target = "*on target ""*edit*$($session.SessionId)*"
            "$(Invoke-NemoEdit -Message 'title "a"' -ResultOnly -Verbose 4>&1)" | Should -BeLike $target
            "$(Invoke-Nemo 'title "a"' -Verbose 4>&1)" | Should -BeLike $target
            "$(Invoke-Nemo 'export' -Verbose 4>&1)" | Should -BeLike $target
            "$(Start-NemoExport -Verbose 4>&1)" | Should -BeLike $target
            "$(Get-NemoSessionLink -Verbose 4>&1)" | Should -BeLike $target
        }

        It 'skips a row and sends the next one if the message is <Name>' -ForEach @(
            @{ Name = 'blank'; Text = '  '; Id = 'NemoInvalidArgument,*' }
            @{ Name = 'in the wrong encoding'; Text = "F$([char] 0xFFFD)ge Musik hinzu"; Id = 'NemoInvalidArgument,*' }
            @{ Name = 'cut within an emoji'; Text = "add a title $([char] 0xD83C)"; Id = 'NemoInvalidArgument,*' }
            @{ Name = 'a hashtable'; Text = @{ Title = 'a' }; Id = 'ParameterArgumentTransformationError,*' }
            @{ Name = 'a list'; Text = @('a', 'b'); Id = 'ParameterArgumentTransformationError,*' }
        ) {
            $rows = [pscustomobject] @{ Message = $Text }, [pscustomobject] @{ Message = 'title "b"' }
            $result = $rows | Invoke-NemoEdit -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
            $result.Message | Should -Be 'title "b"'
            $failure[0].FullyQualifiedErrorId | Should -BeLike $Id
            "$($failure[0])" | Should -BeLike '*message*'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }
    }

    Context 'Events while the stream is open' {
        It 'continues after an invalid surrogate character' {
            $emulator.AddFault('POST /run_sse: raw frame {"type":"tool_call","name":"odd","args":{"half":"\ud83d"}} after 1 events')
            $events = Invoke-NemoEdit -Message 'title "x"'
            $call = $events | Where-Object { $_.Kind -eq 'ToolCall' -and $_.Name -eq 'odd' }
            $call.ArgumentsJson | Should -BeLike '*half*'
            $events[-1].Status | Should -Be 'Succeeded'
        }

        It 'writes a status line if the service sends nothing for a long time' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $patient = Connect-Nemo -PassThru -Option ($option + @{ StillWorkingIntervalSec = 0.1 }) 6> $null
            $variable = @{ nemo = $patient; id = $session.SessionId }
            $background = Start-Background -Variable $variable -Script 'Invoke-NemoEdit "title ""slow""" -Session $id -Connection $nemo'
            $lines = Wait-Until { $background.Shell.Streams.Information | Where-Object { "$_" -like "$([char] 0x23F3)*" } }
            $lines[0].Tags | Should -Contain 'PSHOST'
            $emulator.Release()
            Wait-Background $background
            $background.Output[-1].Status | Should -Be 'Succeeded'
        }

        It 'writes no status line after the stream has ended' {
            $patient = Connect-Nemo -PassThru -Option ($option + @{ StillWorkingIntervalSec = 0.3 }) 6> $null
            $state = '{"code":0,"data":{"session_id":"' + $session.SessionId + '","state":{"draft":{"t":[]}}}}'
            $emulator.AddFault("GET /api/state/*: answer 200 $state`nGET /api/state/*: hold before answer")
            $variable = @{ nemo = $patient; id = $session.SessionId }
            $background = Start-Background -Variable $variable -Script 'Invoke-NemoEdit "title ""slow""" -Session $id -Connection $nemo'
            $null = Wait-Until { $background.Shell.Streams.Progress | Where-Object StatusDescription -match 'Checking the timeline \(0:0[1-9]\)' }
            $emulator.Release()
            Wait-Background $background
            $background.Output[-1].Status | Should -Be 'Succeeded'
            $background.Shell.Streams.Information | Where-Object { "$_" -like "$([char] 0x23F3)*" } | Should -BeNullOrEmpty
        }
    }

    Context 'Pipeline input' {
        It 'sends one message at the end of the input, after all uploads of a session' {
            $result = (Get-SampleClip -Name 'harbour.mp4'), $clip | Send-NemoUpload | Invoke-NemoEdit -Message 'title "all"' -ResultOnly
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
            $result.Before.Summary | Should -BeLike '*sunset (0-5s), harbour (5-11s), sunset (11-16s)'
        }

        It 'sends the message of a -SessionPerFile session at once' {
            $order = [System.Collections.Generic.List[string]]::new()
            $null = (Get-SampleClip -Name 'harbour.mp4'), $clip |
                Send-NemoUpload -SessionPerFile | ForEach-Object { $order.Add("up $($_.Name)"); $_ } |
                Invoke-NemoEdit -Message 'title "each"' -ResultOnly | ForEach-Object { $order.Add('edit'); $_ }
            $order | Should -Be @('up harbour.mp4', 'edit', 'up sunset.mp4', 'edit')
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
        }

        It 'reads a message from each row' {
            $rows = 1, 2 | ForEach-Object { [pscustomobject] @{ SessionId = $session.SessionId; Message = "title ""row $_""" } }
            $results = $rows | ConvertTo-Csv | ConvertFrom-Csv | Invoke-NemoEdit -ResultOnly
            $results.Message | Should -Be @('title "row 1"', 'title "row 2"')
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
        }

        It 'warns once that -Message on the command line replaces the messages of rows' {
            $rows = 'first', 'second' | ForEach-Object { [pscustomobject] @{ Message = "title $_"; Session = (New-NemoSession $_).SessionId } }
            $null = $rows | Invoke-NemoEdit 'title "x"' -WarningVariable warning -WarningAction SilentlyContinue
            @($warning) -like '*Message column*' | Should -HaveCount 1
            $null = $rows | Invoke-NemoEdit -Message { $_.Message } -WarningVariable warning -WarningAction SilentlyContinue
            @($warning) -like '*Message column*' | Should -BeNullOrEmpty
        }

        It 'sends one message for each input with a script block, even if all inputs belong to one session' {
            $uploads = 1..2 | ForEach-Object { Send-NemoUpload -LiteralPath $clip -Session $session }
            $script:number = 0
            $results = $uploads | Invoke-NemoEdit -Message { $script:number++; "title ""$script:number""" } -ResultOnly
            $next = $results | Invoke-NemoEdit -Message { $_.Message -replace 'title', 'subtitle' } -ResultOnly
            $results.Message | Should -Be 'title "1"', 'title "2"'
            $next.Message | Should -Be 'subtitle "1"', 'subtitle "2"'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 4)
        }

        It 'sends a row without a SessionId column to the current session and refuses an empty SessionId' {
            $null = "Message`ntitle ""a""" | ConvertFrom-Csv | Invoke-NemoEdit -ResultOnly
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
            "SessionId,Message`n,title" | ConvertFrom-Csv | Invoke-NemoEdit -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'refuses a row with a message that may name a session in another column: <_>' -ForEach 'Session ID', 'SessionId ', 'Name', 'Id' {
            "$_,Message`n$($session.SessionId),title" | ConvertFrom-Csv | Invoke-NemoEdit -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'accepts a session, an ID and a long number' {
            ($session | Invoke-NemoEdit -Message 'title "s"' -ResultOnly).Status | Should -Be 'Succeeded'
            ($session.SessionId | Invoke-NemoEdit -Message 'title "i"' -ResultOnly).Status | Should -Be 'Succeeded'
            Invoke-NemoEdit -Message 'x' -Session 7350813947172040161 -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
            $failure[0].TargetObject | Should -Be '7350813947172040161'
        }

        It 'sends nothing if every upload failed' {
            $null = Get-Item -LiteralPath $PSCommandPath | Send-NemoUpload -ErrorAction SilentlyContinue | Invoke-NemoEdit -Message 'title "none"'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }
    }

    Context 'Several sessions at the same time' {
        BeforeEach {
            $other = Get-SampleClip -Name 'harbour.mp4'
            $uploads = $clip, $other, $clip | Send-NemoUpload -SessionPerFile
            $gate = [System.Threading.ManualResetEventSlim]::new()
            $variable = @{ nemo = $nemo; uploads = $uploads; gate = $gate }
        }

        AfterEach {
            $emulator.ClearFaults()
            $emulator.Release()
            $gate.Set()
            Stop-Background
            $gate.Dispose()
        }

        It 'are edited up to -ThrottleLimit, and their events interleave, each session in order' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $background = Start-Background -Variable $variable -Script '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo'
            $null = Wait-Until { $background.Output.Count -eq 2 } -Because 'both streams must write their first event'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
            $emulator.Release()
            Wait-Background $background
            $events = @($background.Output)
            $events[0, 1].SessionId | Sort-Object | Should -Be @($uploads[0, 1].SessionId | Sort-Object)
            $groups = @($events | Group-Object -Property SessionId)
            $groups.Name | Sort-Object | Should -Be @($uploads.SessionId | Sort-Object)
            foreach ($group in $groups) {
                $group.Group.Sequence | Should -Be @($group.Group.Sequence | Sort-Object -Unique)
                $group.Group[-1].Status | Should -Be 'Succeeded'
            }
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 3)
        }

        It 'are edited while the input continues' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $script = '& { $uploads[0]; $uploads[1]; $gate.Wait(); $uploads[2] } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 3 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 2 }
            $gate.Set()
            $null = Wait-Until { $background.Output.Count -eq 1 } -Because 'the last session must not wait for the others'
            $background.Output[0].SessionId | Should -Be $uploads[2].SessionId
            $emulator.Release()
            Wait-Background $background
            $background.Output.Status | Should -Be 'Succeeded', 'Succeeded', 'Succeeded'
        }

        It 'are not delayed by a stream that <Name>' -ForEach @(
            @{ Name = 'sends nothing more'; Fault = 'hold after 1 events' }
            @{ Name = 'breaks'; Fault = 'drop after 1 events' }
            @{ Name = 'breaks before the response'; Fault = 'reset' }
        ) {
            # With the default options, the recovery takes minutes.
            $variable.nemo = Connect-Nemo -PassThru 6> $null
            $emulator.AddFault("POST /run_sse: $Fault")
            $script = '$uploads | ForEach-Object { $_ } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            $null = Wait-Until { $background.Output.Count -eq 2 } -Because 'the other sessions must not wait'
            # To enumerate the output would wait for its end.
            $background.Output.ReadAll().Status | Should -Be 'Succeeded', 'Succeeded'
            $background.Invocation.IsCompleted | Should -BeFalse
        }

        It 'receive their messages one after the other, in order' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $variable.rows = foreach ($name in 'a1', 'a2', 'a3', 'b1') {
                [pscustomobject] @{ Session = $uploads[[int] ($name -eq 'b1')].SessionId; Message = "title ""$name""" }
            }
            $script = '& { $rows[0]; $rows[1]; $rows[2]; $rows[3] } | Invoke-NemoEdit -ThrottleLimit 2 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            # The message that arrives first is held, so that the other session is complete first.
            # To enumerate the open collection would wait for its end.
            $null = Wait-Until -Because 'another session must not wait' {
                $messages = for ($i = 0; $i -lt $background.Output.Count; $i++) { $background.Output[$i].Message }
                ($messages -join ', ') -in 'title "b1"', 'title "a1", title "a2", title "a3"'
            }
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + $background.Output.Count + 1)
            $emulator.Release()
            Wait-Background $background
            $background.Output.Message -like 'title "a*' | Should -Be 'title "a1"', 'title "a2"', 'title "a3"'
            $background.Output.Status | Sort-Object -Unique | Should -Be 'Succeeded'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 4)
        }

        It 'are listed in one terminating error if each of them fails because of the credits' {
            $emulator.SetCredit(0)
            $emulator.AddFault('POST /run_sse: hold before answer x2')
            $script = 'try { $uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo } catch { $_ }'
            $background = Start-Background -Variable $variable -Script $script
            $null = Wait-Until { @(Get-SentMessage $emulator).Count -eq $sent + 2 }
            $emulator.Release()
            Wait-Background $background
            $record = $background.Output[0]
            $record.FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
            "$record" | Should -BeLike '*2 inputs were not processed: *'
            $record.TargetObject.SessionId | Sort-Object | Should -Be @($uploads[0, 1].SessionId | Sort-Object)
        }

        It 'return their results if the credits run out for another one' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $script = '& { $uploads[0]; $gate.Wait(); $uploads[1]; $uploads[2] } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 1 }
            $emulator.SetCredit(0)
            $gate.Set()
            # The client closes the connection when it has read the rejection, so that the state can be 'aborted'.
            $null = Wait-Until { @(Get-SentMessage $emulator).Count -eq $sent + 2 -and @(Get-SentMessage $emulator)[-1].isDone }
            $emulator.Release()
            Wait-Background $background
            $background.Output.SessionId | Should -Be $uploads[0].SessionId
            $background.Output.Status | Should -Be 'Succeeded'
            $background.Shell.Streams.Error | Should -HaveCount 1
            "$($background.Shell.Streams.Error)" | Should -BeLike '*2 inputs were not processed: *'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
        }

        It 'each have their own timeout' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $results = $uploads[0, 1] | Invoke-NemoEdit 'hello' -ThrottleLimit 2 -TimeoutSec 0.3 -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
            $results.Status | Should -Be 'Unknown', 'Unknown'
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoTimeout,*'
            $failure | Should -HaveCount 2
        }
    }

    Context 'Invalid input' {
        It 'does not use an event as a message' {
            $emulator.AddFault('POST /run_sse: error event "the model is down" after 1 events')
            $null = Invoke-NemoEdit -Message 'title "x"' -ErrorAction SilentlyContinue |
                Invoke-NemoEdit -ErrorVariable failure -ErrorAction SilentlyContinue
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
            @($failure.FullyQualifiedErrorId) -like 'NemoNoMessageInInput,*' | Should -HaveCount 1
        }

        It 'does not use the message of an edit that was saved as <_>' -ForEach 'CSV', 'JSON' {
            $result = Invoke-NemoEdit -Message 'title "x"' -ResultOnly
            $row = if ($_ -eq 'CSV') { $result | ConvertTo-Csv | ConvertFrom-Csv } else { $result | ConvertTo-Json | ConvertFrom-Json }
            $row | Invoke-NemoEdit -ErrorVariable failure -ErrorAction SilentlyContinue
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoNoMessageInInput,*'
        }

        It 'does not use the current session for <Name>' -ForEach @(
            @{ Name = 'a file'; Script = { Get-Item -LiteralPath $clip | Invoke-NemoEdit 'x' @quiet } }
            @{ Name = '$null'; Script = { $null | Invoke-NemoEdit 'x' @quiet } }
            @{ Name = '-InputObject $null'; Script = { Invoke-NemoEdit 'x' -InputObject $null @quiet } }
            @{ Name = '$null if -Message is a script block'; Script = { $null | Invoke-NemoEdit -Message { 'x' } @quiet } }
        ) {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
            . $Script
            @($failure.FullyQualifiedErrorId) -like 'NemoNoSessionInInput,*' | Should -HaveCount 1
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'does not use the current session for an empty -Session' {
            { Invoke-NemoEdit -Message 'x' -Session '' } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
            { Invoke-NemoEdit -Message 'x' -Session $null } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'does not use any object as an ID' {
            { Invoke-NemoEdit -Message 'x' -Session (Get-Item -LiteralPath $clip) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        }

        It 'sends the second message only if the first edit succeeded' {
            $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
            $null = Invoke-NemoEdit -Message 'title "x"' -ErrorAction SilentlyContinue | Invoke-NemoEdit -Message 'title "y"'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
            $null = Invoke-NemoEdit -Message 'title "x"' | Invoke-NemoEdit -Message 'title "y"'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 3)
        }
    }

    Context 'Failures' {
        It 'terminates if nothing was done and every input would fail' {
            $emulator.SetCredit(0)
            { Invoke-NemoEdit -Message 'title "x"' } | Should -Throw -ErrorId 'NemoOutOfCredits,NemoVideo.PowerShell.Commands.InvokeNemoEditCommand'
        }
    }
}
