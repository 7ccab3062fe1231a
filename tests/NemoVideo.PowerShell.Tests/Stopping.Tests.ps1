# The ways to end every cmdlet that waits: Ctrl+C (a stop from outside) in each of its states, break, an exception in another command, and
# -ErrorAction Stop. A test waits until the server saw the request, ends the cmdlet, and checks what the server saw afterwards. bench/
# measures how long a stop takes. EndEarlyTests of the oracle tests Select-Object -First. The files of the cmdlets don't repeat this.
BeforeDiscovery {
    . $PSScriptRoot/stopping.ps1
    $states = Get-StopState
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/stopping.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $fixture = New-StopFixture
    $emulator = $fixture.Emulator

    # Fails instead of hanging if the pipeline doesn't end.
    function Stop-Pipeline {
        param($Background)
        $stopping = $Background.Shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end'
        $Background.Shell.EndStop($stopping)
        "$($Background.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
    }

    # The server still holds the request, so only the client can have ended it.
    function Assert-NothingLeft {
        param($Background)
        @(Get-ChildItem -LiteralPath $out -Filter '*.part').Name | Should -BeNullOrEmpty -Because 'no partial file is left'
        "$($Background.Shell.Streams.Error)" | Should -BeNullOrEmpty -Because 'a stop is not an error'
        foreach ($line in $Background.Shell.Streams.Progress | Group-Object -Property ActivityId) {
            "$($line.Group[-1].RecordType)" | Should -Be 'Completed' -Because "the progress bar '$($line.Group[-1].Activity)' must complete"
        }
        $null = Wait-Until -Because 'the server must see the end of every connection' {
            -not ($emulator.GetRequests() | Where-Object state -eq 'open')
        }
    }

    function Wait-Request {
        param([string] $Path, [string] $State = 'open', [int] $Count = 1, [int] $Events = 0)
        $null = Wait-Until {
            @($emulator.GetRequests() | Where-Object { $_.path -like $Path -and $_.state -eq $State -and $_.eventsSent -ge $Events }).Count -eq $Count
        }
    }
}

AfterAll { Remove-StopFixture $fixture }

Describe 'A cmdlet that waits' {
    BeforeEach {
        $out = New-TestFolder
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $variable = @{ out = $out; gate = $gate }
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        $gate.Set()
        Stop-Background
        $gate.Dispose()
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends if it is stopped: <State>' -ForEach $states {
        $background = Start-StopState $fixture $_ $out
        $background.Invocation.IsCompleted | Should -BeFalse -Because 'the cmdlet must still wait'
        Stop-Pipeline $background
        if ($RequestContinues) {
            # The request isn't ended: a free token that nobody receives would be lost for seven days.
            $emulator.GetRequests()[-1].state | Should -Be 'open'
            $emulator.Release()
        } elseif ($Fault -like '*hold body*') {
            # A server that has stopped reading can't see the end of the connection.
            $emulator.Release()
        }
        Assert-NothingLeft $background
        $last = $emulator.GetRequests()[-1]
        if ($ExpectedRequest[2] -eq 'open' -and -not $RequestContinues) { $last.state | Should -Be 'aborted' }
        if ($Fault -like '*hold body*') { $last.bytesReceived | Should -BeLessThan 64MB }
        Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
    }

    It 'ends if it is stopped: Connect-Nemo during the TLS handshake' {
        # The server accepts the connection and sends nothing, so the TLS handshake waits.
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $accepted = $listener.AcceptTcpClientAsync()
        $background = Start-Background "Connect-Nemo -ApiUrl 'https://127.0.0.1:$($listener.LocalEndpoint.Port)' -Token nmv_usr_x"
        try {
            $accepted.Wait(30000) | Should -BeTrue -Because 'the client must connect'
            $socket = $accepted.Result.Client
            $null = Wait-Until { $socket.Available -gt 0 } -Because 'the handshake must begin'
            Stop-Pipeline $background
            "$($background.Shell.Streams.Error)" | Should -BeNullOrEmpty
        } finally {
            $listener.Stop()
        }
    }

    It 'caches the token that Connect-Nemo requested' {
        $place = $env:NEMO_HOME
        $empty = New-TestFolder
        try {
            $script = '$env:NEMO_HOME = $empty; Connect-Nemo'
            $background = Start-StopScript $fixture 'POST /api/auth/anonymous-token: hold before answer' $script @{ empty = $empty }
            Wait-Request '/api/auth/anonymous-token'
            Stop-Pipeline $background
            $emulator.Release()
            $null = Wait-Until { Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens/*.token') -ErrorAction Ignore }

            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            @($emulator.GetRequests() | Where-Object path -eq '/api/auth/anonymous-token').Count | Should -Be 1
        } finally {
            Remove-Item -LiteralPath $empty -Recurse -Force
            $env:NEMO_HOME = $place
        }
    }

    It 'ends by <End> in a later command: <State>' -ForEach @(
        @{ End = 'break'; Exit = 'break'; State = 'Invoke-NemoEdit with another edit in progress'; Fault = 'POST /run_sse: hold after 0 events'
            Source = '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo' }
        @{ End = 'an exception'; Exit = 'throw "enough"'; State = 'New-NemoVideo with another video in progress'; Fault = 'POST /run_sse: hold after 1 events'
            Source = '$clip, $other | New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -PollIntervalSec 0.02 -Connection $nemo' }
    ) {
        $script = "try { foreach (`$once in 1) { $Source | ForEach-Object { `$_; $Exit } } } catch { if (""`$_"" -ne 'enough') { throw } }"
        $background = Start-StopScript $fixture $Fault $script $variable
        Wait-Background $background
        $background.Output.Count | Should -Be 1
        Assert-NothingLeft $background
        $emulator.GetRequests().state | Should -Contain 'aborted'
    }

    It 'ends by an exception in an earlier command: <State>' -ForEach @(
        @{ State = 'Send-NemoUpload while it sends a file'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = '/api/upload-video/*'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'New-NemoVideo with an edit in progress'; Fault = 'POST /run_sse: hold after 1 events'; ExpectedRequest = '/run_sse'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -Connection $nemo' }
    ) {
        $background = Start-StopScript $fixture $Fault "try { $Script } catch { if (""`$_"" -ne 'enough') { throw } }" $variable
        Wait-Request $ExpectedRequest
        $gate.Set()
        Wait-Background $background
        Assert-NothingLeft $background
        $emulator.GetRequests().state | Should -Contain 'aborted'
    }

    It 'ends only its own requests if another pipeline uses the same connection' {
        $script = 'Invoke-NemoEdit "title ""x""" -Session $session -ResultOnly -Connection $shared'
        $shared = @{ shared = Connect-Nemo -Option @{ StatePollIntervalSec = 0.02 } -PassThru 6> $null }
        $first = Start-StopScript $fixture 'POST /run_sse: hold after 1 events x2' $script $shared
        $second = Start-Background -Variable ($fixture.Variable + $shared) -Script $script
        Wait-Request '/run_sse' -Count 2 -Events 1
        Stop-Pipeline $first
        Wait-Request '/run_sse' 'aborted'
        Wait-Request '/run_sse' 'open'
        $emulator.Release()
        Wait-Background $second
        "$($second.Output[-1].Status)" | Should -Be 'Succeeded'
    }

    It 'with -ErrorAction Stop throws the error after the running work has ended' {
        $script = '& { $uploads[0]; $gate.Wait(); $uploads[1, 2] } | Invoke-NemoEdit "title ""x""" -ResultOnly -ThrottleLimit 2 -ErrorAction Stop -Connection $quick'
        $background = Start-StopScript $fixture 'POST /run_sse: hold after 1 events' $script $variable
        Wait-Request '/run_sse' -Events 1
        $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
        $gate.Set()
        Wait-Request '/run_sse' 'completed'
        $background.Invocation.IsCompleted | Should -BeFalse -Because 'the first one is still running'
        $emulator.Release()
        { Wait-Background $background } | Should -Throw
        $background.Shell.InvocationStateInfo.Reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'NemoEditFailed,*'
        $background.Output.Status | Should -Be 'Succeeded'
        @(Get-SentMessage $emulator).Count | Should -Be 2
    }

    It 'with -ErrorAction Stop writes a warning for each error after the first one' {
        $script = '$uploads | Invoke-NemoEdit "hello" -ThrottleLimit 2 -FailIfUnchanged -ResultOnly -ErrorAction Stop -Connection $short'
        $short = Connect-Nemo -PassThru -Option @{ StatePollIntervalSec = 0.02; StatePollCount = 2 } 6> $null
        $background = Start-StopScript $fixture 'POST /run_sse: hold after 1 events x2' $script @{ short = $short }
        Wait-Request '/run_sse' -Count 2 -Events 1
        $emulator.Release()
        { Wait-Background $background } | Should -Throw
        $background.Shell.InvocationStateInfo.Reason.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'NemoEditUnchanged,*'
        @($background.Shell.Streams.Warning) | Should -HaveCount 1
        "$($background.Shell.Streams.Warning)" | Should -BeLike "*'hello' didn't change the timeline of*"
        $background.Output.Status | Should -Be 'Unchanged'
        @(Get-SentMessage $emulator).Count | Should -Be 2
    }
}
