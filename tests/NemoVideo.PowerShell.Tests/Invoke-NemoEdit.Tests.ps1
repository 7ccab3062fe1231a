BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--credits', '1000000', '--silent-rate', '0', '--no-ffmpeg'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ StatePollIntervalSec = 0.05; StatePollCount = 2; RecoveryDelaySec = 0.05; RecoveryIntervalSec = 0.05 }
    $nemo = Connect-Nemo -PassThru -Option $option 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'Invoke-NemoEdit' {
    BeforeEach {
        $emulator.Reset()
        $session = New-NemoSession -Name 'edit'
        $null = Send-NemoUpload -LiteralPath $clip
        $sent = @(Get-SentMessage $emulator).Count
    }

    Context 'One message' {
        It 'emits the events in order and the result last' {
            $events = Invoke-NemoEdit -Message 'add a title that says "Ünïcode 日本"'
            $events[-1].GetType().Name | Should -Be 'NemoEditResult'
            $events.Sequence | Should -Be ($events.Sequence | Sort-Object -Unique)
            $events.SessionId | Sort-Object -Unique | Should -Be $session.SessionId
            "$($events.Kind)" | Should -Match 'ToolCall ToolResult'
            $events | Where-Object Kind -eq 'Text' | ForEach-Object Text | Select-Object -Last 1 | Should -BeLike '*Ünïcode 日本*'
        }

        It 'describes the edit in the result' {
            $result = Invoke-NemoEdit -Message 'add a title that says "Hi"' -ResultOnly
            @($result).Count | Should -Be 1
            $result.Status | Should -Be 'Succeeded'
            $result.IsChanged | Should -BeTrue
            $result.Before | Should -Be 'Timeline (1 track): 1. Video: sunset (0-5s)'
            $result.After | Should -Be 'Timeline (2 tracks): 1. Video: sunset (0-5s) 2. Title: "Hi" (0-3s)'
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

        It 'shows a command for agent text that contains only UI instructions' {
            $emulator.AddFault('POST /run_sse: raw frame {"type":"text","content":"点击右上角的“导出”按钮。"} after 1 events')
            $events = Invoke-NemoEdit -Message 'hello' -WarningAction SilentlyContinue
            @($events | Where-Object Kind -eq 'Text').Text | Should -Contain "Suggested: Start-NemoExport -Session '$($session.SessionId)'"
            $events[-1].RawText | Should -BeLike '*点击右上角的“导出”按钮。*'
            $events[-1].SuggestedCommand | Should -Contain "Start-NemoExport -Session '$($session.SessionId)'"
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

        It 'warns if the timeline did not change' {
            $result = Invoke-NemoEdit -Message 'hello' -ResultOnly -WarningVariable warning -WarningAction SilentlyContinue
            $result.IsChanged | Should -BeFalse
            "$result" | Should -BeLike 'Nothing changed. *'
            $warning.Count | Should -Be 1
        }

        It 'shows one line for each event of any kind, and then a picture of the result' {
            $events = Invoke-NemoEdit -Message 'add a title that says "Hi"'
            $lines = ($events | Out-String).Trim() -split '\r?\n'
            $last = @($events[0..($events.Count - 2)].Line -split '\r?\n').Count
            $lines[$last] | Should -Be 'Succeeded. Title added: "Hi" (0-3s).'
            $lines -match '^Before|^After' | Should -HaveCount 2
            $events[-1].Line | Should -BeLike 'Succeeded*Title added: "Hi" (0-3s)*Timeline (2 tracks)*'
        }

        It 'emits heartbeats only with -IncludeHeartbeat' {
            (Invoke-NemoEdit -Message 'title "a"').Kind | Should -Not -Contain 'Heartbeat'
            (Invoke-NemoEdit -Message 'title "b"' -IncludeHeartbeat).Kind | Should -Contain 'Heartbeat'
        }

        It 'emits text deltas with -IncludePartial, and the whole text once' {
            $adk = Start-NemoEmulator -ArgumentList '--silent-rate', '0', '--no-ffmpeg', '--dialect', 'adk', '--credits', '1000'
            try {
                $other = Connect-Nemo -ApiUrl $adk.Url -NoCache -PassThru 6> $null
                $null = Send-NemoUpload -LiteralPath $clip -Connection $other
                $plain = Invoke-NemoEdit -Message 'title "a"' -Connection $other | Where-Object Kind -eq 'Text'
                $full = Invoke-NemoEdit -Message 'title "a"' -Connection $other -IncludePartial | Where-Object Kind -eq 'Text'
            } finally {
                Disconnect-Nemo
                Stop-NemoEmulator $adk
                Connect-Nemo -Option $option 6> $null
            }

            $plain.IsPartial | Should -Not -Contain $true
            $pieces = $full | Where-Object IsPartial
            @($pieces).Count | Should -BeGreaterThan 1
            $wholes = $full | Where-Object IsPartial -eq $false
            -join $pieces.Text | Should -Be (-join $wholes.RawText)
        }

        It 'asks for confirmation with the session''s name and ID, like the other cmdlets' {
            $target = "*on target ""*edit*$($session.SessionId)*"
            "$(Invoke-NemoEdit -Message 'title "a"' -ResultOnly -Verbose 4>&1)" | Should -BeLike $target
            "$(Invoke-Nemo 'title "a"' -Verbose 4>&1)" | Should -BeLike $target
            "$(Invoke-Nemo 'export' -Verbose 4>&1)" | Should -BeLike $target
            "$(Start-NemoExport -Verbose 4>&1)" | Should -BeLike $target
            "$(Get-NemoSessionLink -Verbose 4>&1)" | Should -BeLike $target
        }

        It 'shows the skill''s tip before the message with -Verbose' {
            $verbose = "$(Invoke-NemoEdit -Message 'title "a"' -ResultOnly -Verbose 4>&1)"
            $verbose | Should -BeLike '*Tip: Messages that describe the edit precisely are processed faster and produce better results.*POST /run_sse*'
            $verbose | Should -BeLike '*try "trim, add transitions, and export this video for free"*'
        }

        It 'neither sends nor charges for a blank message: <_>' -ForEach "''", "' '", '"`t`r`n"' {
            $message = & ([scriptblock]::Create($_))
            { Invoke-NemoEdit -Message $message } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
            { Invoke-Nemo -Request $message } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
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

        It 'creates no session with -WhatIf' {
            $count = $emulator.GetRequests().Count
            $background = Start-Background -Variable @{ nemo = $nemo } -Script 'Invoke-NemoEdit "x" -WhatIf -Connection $nemo'
            $null = $background.Shell.EndInvoke($background.Invocation)
            $errors = $background.Shell.Streams.Error.Count
            Stop-Background $background
            $errors | Should -Be 0
            $emulator.GetRequests().Count | Should -Be $count
        }
    }

    Context 'A silent edit' {
        It 'describes the change that the timeline shows' {
            $silent = Start-NemoEmulator -ArgumentList '--silent-rate', '1', '--no-ffmpeg'
            try {
                $other = Connect-Nemo -ApiUrl $silent.Url -NoCache -PassThru 6> $null
                $null = Send-NemoUpload -LiteralPath $clip -Connection $other
                $events = Invoke-NemoEdit -Message 'add a title that says "Quiet"' -Connection $other
            } finally {
                Disconnect-Nemo
                Stop-NemoEmulator $silent
                Connect-Nemo -Option $option 6> $null
            }

            $events.Kind | Should -Not -Contain 'Text'
            $events[-1].IsSilent | Should -BeTrue
            $events[-1].Status | Should -Be 'Succeeded'
            "$($events[-1])" | Should -BeLike 'Succeeded*Title added: "Quiet" (0-3s)*Timeline (2 tracks)*'
            $events[-2].Kind | Should -Be 'Timeline'
            "$($events[-2].Changes)" | Should -Be 'Title added: "Quiet" (0-3s)'
            $events[-2].Summary | Should -BeLike '*Title: "Quiet" (0-3s)'
        }
    }

    Context 'Events while the stream is open' {
        It 'emits the first event before the server sends the last' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $background = Start-Background -Variable @{ nemo = $nemo; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""live""" -Session $id -Connection $nemo'
            try {
                Wait-Until { $background.Output.Count -ge 1 } -Because 'the first event must come while the stream is held'
                $record = @(Get-SentMessage $emulator)[-1]
                $record.state | Should -Be 'open'
                $record.eventsSent | Should -Be 1
                $background.Invocation.IsCompleted | Should -BeFalse

                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output[-1].Status | Should -Be 'Succeeded'
            } finally {
                Stop-Background $background
            }
        }

        It 'closes the connection at Select-Object -First' {
            $emulator.AddFault('POST /run_sse: hold after 2 events')
            $first = Invoke-NemoEdit -Message 'title "first"' | Select-Object -First 1
            $first.Sequence | Should -Be 1
            Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
        }

        It 'closes the connection before a later command ends' {
            # PowerShell calls Dispose after all commands have ended. Before that, only the loop itself can close the request.
            $emulator.AddFault('POST /run_sse: hold after 2 events')
            Invoke-NemoEdit -Message 'title "first"' | Select-Object -First 1 | ForEach-Object -Process { } -End {
                Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the request must end before the pipeline does'
            }
        }

        It 'closes the connection if a later command throws' {
            $emulator.AddFault('POST /run_sse: hold after 2 events')
            { Invoke-NemoEdit -Message 'title "thrown"' | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
        }

        It 'closes the connection if the pipeline is stopped' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $background = Start-Background -Variable @{ nemo = $nemo; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""stopped""" -Session $id -Connection $nemo'
            try {
                Wait-Until { $background.Output.Count -ge 1 } -Because 'the stream must be in progress'
                $background.Shell.Stop()
                $background.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
                Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
                $background.Shell.Streams.Error.Count | Should -Be 0 -Because 'a stop is not an error'
                $background.Shell.Streams.Progress[-1].RecordType | Should -Be 'Completed' -Because 'the progress bar must not remain'
            } finally {
                Stop-Background $background
            }
        }

        It 'writes a status line if the service sends nothing for a long time' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $patient = Connect-Nemo -PassThru -Option ($option + @{ StillWorkingIntervalSec = 0.1 }) 6> $null
            $background = Start-Background -Variable @{ nemo = $patient; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""slow""" -Session $id -Connection $nemo'
            try {
                $lines = Wait-Until { $background.Shell.Streams.Information | Where-Object { "$_" -like "$([char] 0x23F3)*" } }
                $lines[0].Tags | Should -Contain 'PSHOST'
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output[-1].Status | Should -Be 'Succeeded'
            } finally {
                Stop-Background $background
                Connect-Nemo -Option $option 6> $null
            }
        }

        It 'completes every progress bar' {
            $background = Start-Background -Variable @{ nemo = $nemo; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""progress""" -Session $id -Connection $nemo'
            $null = $background.Shell.EndInvoke($background.Invocation)
            $records = @($background.Shell.Streams.Progress | Where-Object Activity -eq 'Editing')
            Stop-Background $background
            $records.Count | Should -BeGreaterThan 0
            foreach ($line in $records | Group-Object -Property ActivityId) {
                $line.Group[-1].RecordType | Should -Be 'Completed'
            }
        }
    }

    Context 'Pipeline input' {
        It 'sends one message for all uploads of a session' {
            $null =  Get-SampleClip -Name 'harbour.mp4' | ForEach-Object { $_; $clip } | Send-NemoUpload | Invoke-NemoEdit -Message 'title "one"'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'sends the message at the end of the input, after all uploads' {
            $result =  Get-SampleClip -Name 'harbour.mp4' | ForEach-Object { $_; $clip } | Send-NemoUpload | Invoke-NemoEdit -Message 'title "all"' -ResultOnly
            $result.Before | Should -BeLike '*sunset (0-5s), harbour (5-11s), sunset (11-16s)'
        }

        It 'sends the message of a -SessionPerFile session at once' {
            $order = [System.Collections.Generic.List[string]]::new()
            $null =  Get-SampleClip -Name 'harbour.mp4' | ForEach-Object { $_; $clip } |
                Send-NemoUpload -SessionPerFile | ForEach-Object { $order.Add("up $($_.Name)"); $_ } |
                Invoke-NemoEdit -Message 'title "each"' -ResultOnly | ForEach-Object { $order.Add('edit'); $_ }
            $order | Should -Be @('up harbour.mp4', 'edit', 'up sunset.mp4', 'edit')
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
        }

        It 'reads a message from each row' {
            $rows = @"
SessionId,Message
$($session.SessionId),"title ""row 1"""
$($session.SessionId),"title ""row 2"""
"@ | ConvertFrom-Csv
            $results = $rows | Invoke-NemoEdit -ResultOnly
            $results.Count | Should -Be 2
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

        It 'creates a message from each input with a script block' {
            $uploads = 1..2 | ForEach-Object { Send-NemoUpload -LiteralPath $clip -SessionPerFile }

            $results = $uploads | Invoke-NemoEdit -Message { 'title "{0}"' -f $_.SessionId } -ResultOnly

            $results.Message | Should -Be @("title ""$($uploads[0].SessionId)""", "title ""$($uploads[1].SessionId)""")
            $results.SessionId | Should -Be $uploads.SessionId
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

        It 'refuses a message of an object that may name a session in another property: <Name>' -ForEach @(
            @{ Name = 'DataRow'; Create = { $table = [System.Data.DataTable]::new(); 'Message', 'Session_ID' | ForEach-Object { $null = $table.Columns.Add($_) }; $table.Rows.Add('title', $args[0]) } }
            @{ Name = 'class instance'; Create = { Add-Type -TypeDefinition 'public class EditRow { public string Message; public string SessionName; }'; [EditRow] @{ Message = 'title'; SessionName = $args[0] } } }
            @{ Name = 'file'; Create = { Get-Item -LiteralPath $clip | Add-Member -NotePropertyName Message -NotePropertyValue 'title' -PassThru } }
            @{ Name = 'row without a Message column'; Create = { [pscustomobject] @{ Text = 'title'; Place = $args[0] } } }
        ) {
            $message = if ($Name -like 'row *') { @{ Message = { $_.Text } } } else { @{} }
            & $Create $session.SessionId | Invoke-NemoEdit @message -ErrorVariable failure -ErrorAction SilentlyContinue
            @($failure.FullyQualifiedErrorId) -like 'NemoNoSessionInInput,*' | Should -HaveCount 1
            @(Get-SentMessage $emulator).Count | Should -Be $sent
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

        It 'reports an input that has no session' {
            Get-Item -LiteralPath $clip | Invoke-NemoEdit -Message 'x' -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
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
            $gate.Dispose()
        }

        It 'are edited up to -ThrottleLimit, and their events interleave, each session in order' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $background = Start-Background -Variable $variable -Script '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo'
            try {
                $null = Wait-Until { $background.Output.Count -eq 2 } -Because 'both streams must write their first event'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $events = @($background.Output)
                $events[0, 1].SessionId | Sort-Object | Should -Be @($uploads[0, 1].SessionId | Sort-Object)
                $groups = @($events | Group-Object -Property SessionId)
                $groups.Name | Sort-Object | Should -Be @($uploads.SessionId | Sort-Object)
                foreach ($group in $groups) {
                    $group.Group.Sequence | Should -Be @($group.Group.Sequence | Sort-Object -Unique)
                    $group.Group[-1].Status | Should -Be 'Succeeded'
                }
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 3)
            } finally {
                Stop-Background $background
            }
        }

        It 'are edited while the input continues' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $script = '& { $uploads[0]; $uploads[1]; $gate.Wait(); $uploads[2] } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 3 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            try {
                $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 2 }
                $gate.Set()
                $null = Wait-Until { $background.Output.Count -eq 1 } -Because 'the last session must not wait for the others'
                $background.Output[0].SessionId | Should -Be $uploads[2].SessionId
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output.Status | Should -Be 'Succeeded', 'Succeeded', 'Succeeded'
            } finally {
                $gate.Set()
                Stop-Background $background
            }
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
            try {
                $null = Wait-Until { $background.Output.Count -eq 2 } -Because 'the other sessions must not wait'
                # To enumerate the output would wait for its end.
                $background.Output.ReadAll().Status | Should -Be 'Succeeded', 'Succeeded'
                $background.Invocation.IsCompleted | Should -BeFalse
            } finally {
                Stop-Background $background
                Connect-Nemo -Option $option 6> $null
            }
        }

        It 'receive their messages one after the other, in order' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $variable.rows = @"
Session,Message
$($uploads[0].SessionId),"title ""a1"""
$($uploads[0].SessionId),"title ""a2"""
$($uploads[0].SessionId),"title ""a3"""
$($uploads[1].SessionId),"title ""b1"""
"@ | ConvertFrom-Csv
            $script = '& { $rows[0]; $rows[1]; $rows[2]; $rows[3] } | Invoke-NemoEdit -ThrottleLimit 2 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            try {
                # The message that arrives first is held, so that the other session is complete first.
                # To enumerate the open collection would wait for its end.
                $null = Wait-Until -Because 'another session must not wait' {
                    $messages = for ($i = 0; $i -lt $background.Output.Count; $i++) { $background.Output[$i].Message }
                    ($messages -join ', ') -in 'title "b1"', 'title "a1", title "a2", title "a3"'
                }
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + $background.Output.Count + 1)
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output.Message -like 'title "a*' | Should -Be 'title "a1"', 'title "a2"', 'title "a3"'
                $background.Output.Status | Sort-Object -Unique | Should -Be 'Succeeded'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 4)
            } finally {
                Stop-Background $background
            }
        }

        It 'each write their own error, which names the file' {
            $emulator.AddFault('POST /run_sse: error event "no" after 1 events x2')
            $results = $uploads[0, 1] | Invoke-NemoEdit 'title "x"' -ThrottleLimit 2 -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
            $results.Status | Should -Be 'Failed', 'Failed'
            $failure.FullyQualifiedErrorId | Should -Be (@('NemoEditFailed,NemoVideo.PowerShell.Commands.InvokeNemoEditCommand') * 2)
            @($failure | Where-Object { "$_" -like "'$clip*" }) | Should -HaveCount 1
            @($failure | Where-Object { "$_" -like "'$other*" }) | Should -HaveCount 1
        }

        It 'end before -ErrorAction Stop throws the error, and no more messages are sent' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $script = '& { $uploads[0]; $gate.Wait(); $uploads[1]; $uploads[2] } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -ResultOnly -ErrorAction Stop -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            try {
                $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 1 }
                $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
                $gate.Set()
                $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object state -eq 'completed').Count -eq 1 }
                $background.Invocation.IsCompleted | Should -BeFalse -Because 'one edit is still running'
                $emulator.Release()
                { $background.Shell.EndInvoke($background.Invocation) } | Should -Throw
                $background.Shell.InvocationStateInfo.Reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'NemoEditFailed,*'
                $background.Output.SessionId | Should -Be $uploads[0].SessionId
                $background.Output.Status | Should -Be 'Succeeded'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
            } finally {
                $gate.Set()
                Stop-Background $background
            }
        }

        It 'with -ErrorAction Stop write a warning for each error after the first one' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $script = '$uploads | Invoke-NemoEdit "hello" -ThrottleLimit 2 -FailIfUnchanged -ResultOnly -ErrorAction Stop -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            try {
                $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 2 }
                $emulator.Release()
                { $background.Shell.EndInvoke($background.Invocation) } | Should -Throw
                $background.Shell.InvocationStateInfo.Reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'NemoEditUnchanged,*'
                @($background.Shell.Streams.Warning) | Should -HaveCount 1
                "$($background.Shell.Streams.Warning)" | Should -BeLike "*'hello' didn't change the timeline of*"
                $background.Output.Status | Should -Be 'Unchanged'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
            } finally {
                Stop-Background $background
            }
        }

        It 'are listed in one error if the credits run out' {
            $emulator.SetCredit(50)
            try {
                $results = $uploads | Invoke-NemoEdit 'title "x"' -ThrottleLimit 2 -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
                @($results | Where-Object Status -eq 'Succeeded') | Should -HaveCount 1
                $failure | Should -HaveCount 1
                $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
                "$($failure[0])" | Should -BeLike '*2 inputs were not processed: *'
                @($failure[0].TargetObject).SessionId + @($results | Where-Object Status -eq 'Succeeded').SessionId | Sort-Object |
                    Should -Be @($uploads.SessionId | Sort-Object)

                $emulator.SetCredit(0)
                { $uploads | Invoke-NemoEdit 'title "x"' -ThrottleLimit 2 -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'NemoOutOfCredits,*'
            } finally {
                $emulator.SetCredit(1000000)
            }
        }

        It 'are listed in one terminating error if each of them fails because of the credits' {
            $emulator.SetCredit(0)
            $emulator.AddFault('POST /run_sse: hold before answer x2')
            $script = 'try { $uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo } catch { $_ }'
            $background = Start-Background -Variable $variable -Script $script
            try {
                $null = Wait-Until { @(Get-SentMessage $emulator).Count -eq $sent + 2 }
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $record = $background.Output[0]
                $record.FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
                "$record" | Should -BeLike '*2 inputs were not processed: *'
                $record.TargetObject.SessionId | Sort-Object | Should -Be @($uploads[0, 1].SessionId | Sort-Object)
            } finally {
                $emulator.SetCredit(1000000)
                Stop-Background $background
            }
        }

        It 'return their results if the credits run out for another one' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $script = '& { $uploads[0]; $gate.Wait(); $uploads[1]; $uploads[2] } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -ResultOnly -Connection $nemo'
            $background = Start-Background -Variable $variable -Script $script
            try {
                $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $sent | Where-Object eventsSent -eq 1).Count -eq 1 }
                $emulator.SetCredit(0)
                $gate.Set()
                # The client closes the connection when it has read the rejection, so that the state can be 'aborted'.
                $null = Wait-Until { @(Get-SentMessage $emulator).Count -eq $sent + 2 -and @(Get-SentMessage $emulator)[-1].isDone }
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output.SessionId | Should -Be $uploads[0].SessionId
                $background.Output.Status | Should -Be 'Succeeded'
                $background.Shell.Streams.Error | Should -HaveCount 1
                "$($background.Shell.Streams.Error)" | Should -BeLike '*2 inputs were not processed: *'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
            } finally {
                $emulator.SetCredit(1000000)
                $gate.Set()
                Stop-Background $background
            }
        }

        It 'receive nothing with -WhatIf' {
            $uploads | Invoke-NemoEdit 'title "x"' -ThrottleLimit 3 -WhatIf | Should -BeNullOrEmpty
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'each have their own timeout' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $results = $uploads[0, 1] | Invoke-NemoEdit 'hello' -ThrottleLimit 2 -TimeoutSec 0.3 -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
            $results.Status | Should -Be 'Unknown', 'Unknown'
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoTimeout,*'
            $failure | Should -HaveCount 2
        }

        It 'end if a later command stops the pipeline' {
            $emulator.AddFault('POST /run_sse: hold after 1 events x2')
            $null = $uploads | Invoke-NemoEdit 'title "x"' -ThrottleLimit 2 | Select-Object -First 2
            Wait-Until { @(Get-SentMessage $emulator)[-2, -1].state -join ' ' -eq 'aborted aborted' } -Because 'the server must see the end of both connections'
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

        It 'does not use the current session for $null' {
            $null | Invoke-NemoEdit -Message 'x' -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'does not use the current session if -InputObject is $null' {
            Invoke-NemoEdit -Message 'x' -InputObject $null -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'does not use the current session for $null if -Message is a script block' {
            $null | Invoke-NemoEdit -Message { 'x' } -ErrorVariable failure -ErrorAction SilentlyContinue
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
        It 'reports an error event as an event, one error and a failed result' {
            $emulator.AddFault('POST /run_sse: error event "the model is down" after 1 events')
            $events = Invoke-NemoEdit -Message 'title "x"' -ErrorVariable failure -ErrorAction SilentlyContinue
            $events.Kind | Should -Contain 'Error'
            $events[-1].Status | Should -Be 'Failed'
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoEditFailed,*'
            "$($failure[0])" | Should -BeLike '*the model is down*'
        }

        It 'emits an unknown event and continues the stream' {
            $emulator.AddFault('POST /run_sse: raw frame {"type":"sparkle","n":1} after 1 events')
            $events = Invoke-NemoEdit -Message 'title "x"'
            ($events | Where-Object Kind -eq 'Unknown').RawText | Should -BeLike '*sparkle*'
            $events[-1].Status | Should -Be 'Succeeded'
        }

        It 'continues the stream after an invalid surrogate character' {
            $emulator.AddFault('POST /run_sse: raw frame {"type":"tool_call","name":"odd","args":{"half":"\ud83d"}} after 1 events')
            $events = Invoke-NemoEdit -Message 'title "x"'
            $call = $events | Where-Object { $_.Kind -eq 'ToolCall' -and $_.Name -eq 'odd' }
            $call.ArgumentsJson | Should -BeLike '*half*'
            $events[-1].Status | Should -Be 'Succeeded'
        }

        It 'never sends a message again after a lost connection' {
            $emulator.AddFault('POST /run_sse: drop after 1 events')
            $result = Invoke-NemoEdit -Message 'title "broken"' -ResultOnly -ErrorAction SilentlyContinue
            @($result).Count | Should -Be 1
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'stops the stream after -TimeoutSec, reads the timeline and sends nothing again' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $events = Invoke-NemoEdit -Message 'hello' -TimeoutSec 0.3 -ErrorVariable failure -ErrorAction SilentlyContinue
            $events[-1].Status | Should -Be 'Unknown'
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoTimeout,*'
            $emulator.Release()
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'reports an unknown outcome if the stream and the state cannot be read' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $background = Start-Background -Variable @{ nemo = Get-NemoConnection; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""x""" -Session $id -Connection $nemo'
            try {
                Wait-Until { $background.Output.Count -ge 1 }
                1..10 | ForEach-Object { $emulator.AddFault('GET /api/state/*: status 400') }
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Shell.Streams.Error | Should -HaveCount 1
                $background.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoConnectionLost,*'
                $background.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-NemoState*'
                @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
                $background.Output[-1].Status | Should -Be 'Unknown'
            } finally {
                Stop-Background $background
            }
        }

        It 'terminates if nothing was done and every input would fail' {
            $emulator.SetCredit(0)
            try {
                { Invoke-NemoEdit -Message 'title "x"' } | Should -Throw -ErrorId 'NemoOutOfCredits,NemoVideo.PowerShell.Commands.InvokeNemoEditCommand'
            } finally {
                $emulator.SetCredit(1000000)
            }
        }
    }
}
