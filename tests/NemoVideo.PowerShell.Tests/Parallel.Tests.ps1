# Several runspaces, jobs and parallel script blocks at once.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $module = Get-NemoModulePath
    Import-Module -Name $module -Force
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }
    $nemo = Connect-Nemo -Option $option -PassThru 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $isCore = $PSVersionTable.PSEdition -eq 'Core'
    $hasThreadJob = [bool] (Get-Command -Name Start-ThreadJob -ErrorAction Ignore)

    function Get-Request { param([string] $Path) @($emulator.GetRequests() | Where-Object { $_.path -like $Path }) }
    function New-ReadySession {
        param([string] $Name)
        $session = New-NemoSession -Name $Name
        $null = Send-NemoUpload -LiteralPath $clip -Session $session
        $session
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'ForEach-Object -Parallel' {
    BeforeEach {
        if (-not $isCore) { Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel' }
        $emulator.Reset()
    }

    It 'uses the connection of $using: with a separate current session for each script block' {
        $current = New-NemoSession -Name 'mine'
        $results = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module -Name $using:module
            $session = New-NemoSession -Name "branch $_" -Connection $using:nemo
            $null = Send-NemoUpload -LiteralPath $using:clip -Connection $using:nemo
            Invoke-NemoEdit -Message "title ""branch $_""" -ResultOnly -Connection $using:nemo |
                Select-Object -Property SessionId, Status, After, @{ Name = 'Mine'; Expression = { $session.SessionId } }
        }
        $results | Should -HaveCount 4
        $results.Status | ForEach-Object { "$_" | Should -Be 'Succeeded' }
        $results | ForEach-Object { $_.SessionId | Should -Be $_.Mine -Because 'each script block has its own current session' }
        @($results.SessionId | Sort-Object -Unique) | Should -HaveCount 4
        ($results | Sort-Object -Property After).After | Should -BeLike '*"branch ?"*'
        (Get-NemoSession).SessionId | Should -Be $current.SessionId -Because 'no script block changes the outer session'
    }

    It 'runs requests at the same time' {
        # The server holds all three until all have arrived. In sequence, this would never end.
        $emulator.AddFault('GET /api/credits/*: hold before answer x3')
        $before = (Get-Request '/api/credits/*').Count
        $job = 1..3 | ForEach-Object -ThrottleLimit 3 -AsJob -Parallel {
            Import-Module -Name $using:module
            Get-NemoCredit -Connection $using:nemo
        }
        try {
            $null = Wait-Until { @(Get-Request '/api/credits/*' | Where-Object state -eq 'open').Count -eq 3 }
            # Each release affects only the requests that have arrived.
            $null = Wait-Until { $emulator.Release(); $job.State -eq 'Completed' }
            @($job | Receive-Job) | Should -HaveCount 3
            (Get-Request '/api/credits/*').Count | Should -Be ($before + 3)
        } finally {
            $job | Remove-Job -Force
        }
    }

    It 'writes only a script block''s own requests with -Verbose' {
        $branches = 'a', 'b' | ForEach-Object -ThrottleLimit 2 -Parallel {
            Import-Module -Name $using:module
            $lines = if ($_ -eq 'a') { Get-NemoCredit -Connection $using:nemo -Verbose 4>&1 } else { Get-NemoState -Session 'unknown' -Connection $using:nemo -Verbose -ErrorAction Ignore 4>&1 }
            [pscustomobject] @{ Branch = $_; Line = @($lines | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" }) }
        }
        @(($branches | Where-Object Branch -eq 'a').Line) | Should -Match '^GET /api/credits/balance/simple -> 200'
        @(($branches | Where-Object Branch -eq 'b').Line) | Should -Match '^GET /api/state/nemo_agent/me/unknown/latest -> '
    }

    It 'reports NemoNoConnectionInRunspace without -Connection' {
        $failure = 1 | ForEach-Object -Parallel {
            Import-Module -Name $using:module
            try { Get-NemoCredit } catch { $_ }
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NemoNoConnectionInRunspace,*'
    }
}

Describe 'Start-ThreadJob' {
    BeforeEach {
        if (-not $hasThreadJob) { Set-ItResult -Skipped -Because 'Start-ThreadJob is not installed' }
        $emulator.Reset()
    }

    It 'runs the main job with the connection of $using:' {
        $out = New-TestFolder
        $job = Start-ThreadJob -ScriptBlock {
            Import-Module -Name $using:module
            $nemo = $using:nemo
            Send-NemoUpload -LiteralPath $using:clip -SessionPerFile -Connection $nemo | Invoke-NemoEdit -Message 'title "job"' -Connection $nemo |
                Start-NemoExport -Connection $nemo | Wait-NemoExport -Destination $using:out -Connection $nemo
        }
        try {
            $done = $job | Receive-Job -Wait -ErrorAction Stop
            "$($done.Status)" | Should -Be 'Completed'
            $done.Path | Should -Exist
            # The output of a job can be used in the pipeline here.
            "$(($done | Wait-NemoExport).Status)" | Should -Be 'Completed'
        } finally {
            $job | Remove-Job -Force
            Remove-Item -LiteralPath $out -Recurse -Force
        }
    }

    It 'ends the request if the job is stopped' {
        $session = New-ReadySession -Name 'job'
        $emulator.AddFault('POST /run_sse: hold after 1 events')
        $job = Start-ThreadJob -ScriptBlock {
            Import-Module -Name $using:module
            Invoke-NemoEdit -Message 'title "x"' -Session $using:session -Connection $using:nemo
        }
        try {
            $null = Wait-Until { @(Get-SentMessage $emulator)[-1].eventsSent -eq 1 }
            $job | Stop-Job
            "$($job.State)" | Should -Be 'Stopped'
            $null = Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' }
        } finally {
            $emulator.Release()
            $job | Remove-Job -Force
        }
    }
}

Describe 'Two runspaces at once' {
    It 'have separate connections, sessions and errors' {
        $emulator.ClearFaults()
        $other = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '7'
        $variables = @{ clip = $clip; option = $option }
        $script = 'Connect-Nemo -ApiUrl $url -NoCache -Option $option; $null = New-NemoSession; $null = Send-NemoUpload -LiteralPath $clip; $gate.Signal(); $gate.Wait(); Get-NemoCredit; Get-NemoState; Get-NemoConnection'
        $gate = [System.Threading.CountdownEvent]::new(2)
        $backgrounds = foreach ($url in $emulator.Url, $other.Url) {
            Start-Background -Variable ($variables + @{ url = $url; gate = $gate }) -Script $script.Replace('$gate.Signal();', '$null = $gate.Signal();')
        }
        try {
            foreach ($background in $backgrounds) {
                $background.Invocation.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Shell.Streams.Error | Should -BeNullOrEmpty
            }
            $first, $second = $backgrounds
            $second.Output[0].Available | Should -Be 7
            $first.Output[0].Available | Should -BeGreaterThan 7
            $first.Output[1].SessionId | Should -Not -Be $second.Output[1].SessionId
            "$($first.Output[2].ApiUrl)".TrimEnd('/'), "$($second.Output[2].ApiUrl)".TrimEnd('/') | Should -Be @($emulator.Url, $other.Url)
        } finally {
            $backgrounds | ForEach-Object { Stop-Background $_ }
            Stop-NemoEmulator $other
        }
    }

    It 'can share one connection while one of them is stopped' {
        $emulator.ClearFaults()
        $session = New-ReadySession -Name 'shared'
        $emulator.AddFault('POST /run_sse: hold after 1 events x2')
        $before = @(Get-SentMessage $emulator).Count
        $backgrounds = 1..2 | ForEach-Object {
            Start-Background -Variable @{ nemo = $nemo; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""shared""" -Session $id -Connection $nemo -ResultOnly'
        }
        try {
            $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $before | Where-Object { $_.state -eq 'open' -and $_.eventsSent -eq 1 }).Count -eq 2 }
            $backgrounds[0].Shell.Stop()
            $null = Wait-Until { @(Get-SentMessage $emulator | Select-Object -Skip $before | Where-Object state -eq 'aborted').Count -eq 1 }
            @(Get-SentMessage $emulator | Select-Object -Skip $before | Where-Object state -eq 'open').Count | Should -Be 1 -Because 'the other request continues'
            $emulator.Release()
            $backgrounds[1].Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
            $null = $backgrounds[1].Shell.EndInvoke($backgrounds[1].Invocation)
            "$($backgrounds[1].Output[-1].Status)" | Should -Be 'Succeeded'
        } finally {
            $emulator.Release()
            $backgrounds | ForEach-Object { Stop-Background $_ }
        }
    }
}

Describe 'Pipeline output' {
    BeforeEach {
        $emulator.Reset()
    }

    It 'is in -OutVariable while it continues down the pipeline' {
        $results = Send-NemoUpload -LiteralPath $clip -SessionPerFile -OutVariable uploads | Invoke-NemoEdit -Message 'title "kept"' -OutVariable events | Where-Object Kind -eq 'Result'
        $uploads | Should -HaveCount 1
        $uploads[0].Name | Should -Be 'sunset.mp4'
        $events.Count | Should -BeGreaterThan 3
        $events[-1] | Should -Be $results
    }

    It 'is in -OutVariable even if the pipeline ended early' {
        $session = New-ReadySession -Name 'early'
        $null = Invoke-NemoEdit -Message 'title "x"' -Session $session -OutVariable events | Select-Object -First 2
        $events.Count | Should -Be 2
    }

    It 'is in -PipelineVariable for each later command' {
        $other = Get-SampleClip -Name 'harbour.mp4'
        $lines = $clip, $other | Send-NemoUpload -SessionPerFile -PipelineVariable upload | Invoke-NemoEdit -Message 'title "which"' -ResultOnly |
            ForEach-Object { "$($upload.Name) $($upload.SessionId -eq $_.SessionId)" }
        $lines | Should -Be @('sunset.mp4 True', 'harbour.mp4 True')
    }

    It 'is copied by Tee-Object' {
        $done = Send-NemoUpload -LiteralPath $clip -SessionPerFile | Tee-Object -Variable uploads | Invoke-NemoEdit -Message 'title "tee"' |
            Tee-Object -Variable events | Start-NemoExport | Tee-Object -Variable exports | Wait-NemoExport
        $uploads.SessionId | Should -Be $done.SessionId
        @($events)[-1].SessionId | Should -Be $done.SessionId
        $exports.Id | Should -Be $done.Id
    }

    It 'can come from a pipeline inside a pipeline' {
        $session = New-ReadySession -Name 'nested'
        # While the stream of one edit is read, another cmdlet sends a request in the same runspace.
        $summaries = Invoke-NemoEdit -Message 'title "outer"' -Session $session | ForEach-Object { (Get-NemoState -Session $session).Summary }
        $summaries[-1] | Should -BeLike '*"outer"*'
    }
}

Describe 'Wait-NemoExport with several exports' {
    BeforeEach {
        $emulator.Reset()
        $exports = 'one', 'two', 'three' | ForEach-Object { $null = New-ReadySession -Name $_; Start-NemoExport }
        function Set-Unfinished {
            param($Export, $Polls = '*')
            $emulator.AddFault("GET /api/render/proxy/lambda/$($Export.Id): answer 200 {""id"":""$($Export.Id)"",""status"":""processing""} x$Polls")
        }
    }

    It 'polls all exports at once' {
        $emulator.AddFault('GET /api/render/*: hold before answer x3')
        $background = Start-Background -Variable @{ nemo = $nemo; exports = $exports } -Script '$exports | Wait-NemoExport -Connection $nemo'
        try {
            $null = Wait-Until { @(Get-Request '/api/render/*' | Where-Object state -eq 'open').Count -eq 3 }
            $null = Wait-Until { $emulator.Release(); $background.Invocation.IsCompleted }
            $background.Output | Should -HaveCount 3
        } finally {
            $emulator.Release()
            Stop-Background $background
        }
    }

    It 'returns exports in the order in which they finish' {
        # All are polled equally often. Each needs more polls than the next one.
        Set-Unfinished $exports[0] -Polls 30
        Set-Unfinished $exports[1] -Polls 10
        ($exports | Wait-NemoExport).Name | Should -Be @('three', 'two', 'one')
    }

    It 'returns the first finished export with -Any and stops polling the others' {
        Set-Unfinished $exports[0]
        Set-Unfinished $exports[1]
        $first = $exports | Wait-NemoExport -Any
        $first.Name | Should -Be 'three'
        $null = Wait-Until { -not (Get-Request '/api/render/*' | Where-Object state -eq 'open') }
    }
}
