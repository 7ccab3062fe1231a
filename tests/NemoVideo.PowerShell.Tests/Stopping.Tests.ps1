# Every way out of every cmdlet that waits, in each of its states: Ctrl+C (a Stop from outside), Select-Object -First, break
# and an exception downstream. A test waits for what the server saw before it stops, and for what it saw afterwards; how
# long a stop takes is measured in bench/.
BeforeDiscovery {
    . $PSScriptRoot/stopping.ps1
    $states = Get-StopState

    # Where a cmdlet has given something while more is on its way, what comes after it can end the pipeline. Held: until so
    # many requests of that path are held, nothing is given; then the faults are lifted, and what is held stays held.
    $sources = @(
        @{ State = 'Invoke-NemoEdit in the middle of the stream'; Fault = 'POST /run_sse: hold after 2 events'
            Source = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-Nemo in the middle of the stream'; Fault = 'POST /run_sse: hold after 2 events'
            Source = 'Invoke-Nemo "add a title x" -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload with another file on its way'; Fault = 'POST /api/upload-video/*: hold before answer'
            Source = 'Send-NemoUpload -LiteralPath $clip, $clip -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Wait-NemoExport with another export under way'; Fault = "GET /api/render/*{id0}: hold before answer`nGET /api/render/*{id2}: answer 200 {processing} x*"
            Source = '$exports[0, 2] | Wait-NemoExport -PollIntervalSec 0.02 -Connection $nemo'; Held = '/api/render/*{id0}', 1 }
        @{ State = 'Wait-NemoExport with two downloads under way'; Fault = "GET /output/*: hold before answer x2`nGET /api/render/*{id2}: answer 200 {processing} x*"
            Source = '$exports | Wait-NemoExport -Destination $out -PollIntervalSec 0.02 -Connection $nemo'; Held = '/output/*', 2 }
    )
    $ends = @(
        @{ End = 'Select-Object -First'; Tail = '{0} | Select-Object -First 1' }
        @{ End = 'break'; Tail = 'foreach ($once in 1) {{ {0} | ForEach-Object {{ $_; break }} }}' }
        @{ End = 'an exception downstream'; Tail = 'try {{ {0} | ForEach-Object {{ $_; throw "enough" }} }} catch {{ if ("$_" -ne "enough") {{ throw }} }}' }
    )
    $leaving = foreach ($source in $sources) { foreach ($end in $ends) { $source + $end } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/stopping.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $fixture = New-StopFixture
    $emulator = $fixture.Emulator

    # Fails, and does not hang, where the pipeline does not end.
    function Stop-Pipeline {
        param($Background)
        $stopping = $Background.Shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end'
        $Background.Shell.EndStop($stopping)
        "$($Background.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
    }

    function Wait-Pipeline {
        param($Background)
        $Background.Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end although the server holds on'
        $null = $Background.Shell.EndInvoke($Background.Invocation)
    }

    # What is held by the server stays held meanwhile: it can only be the client that has ended it.
    function Assert-NothingLeft {
        param($Background)
        @(Get-ChildItem -LiteralPath $out -Filter '*.part').Name | Should -BeNullOrEmpty -Because 'no half file is left'
        "$($Background.Shell.Streams.Error)" | Should -BeNullOrEmpty -Because 'it is no error'
        foreach ($line in $Background.Shell.Streams.Progress | Group-Object -Property ActivityId) {
            "$($line.Group[-1].RecordType)" | Should -Be 'Completed' -Because "the line '$($line.Group[-1].Activity)' must go"
        }
        $null = Wait-Until -Because 'the server must see the end of every connection' {
            -not (Get-RequestAfter $fixture $Background.After | Where-Object state -eq 'open')
        }
    }

    function Remove-Background {
        param($Background)
        $emulator.ClearFaults()
        $emulator.Release()
        Stop-Background $Background
    }
}

AfterAll {
    Remove-StopFixture $fixture
}

Describe 'A stop from outside' {
    BeforeEach {
        $out = New-TestFolder
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State>' -ForEach $states {
        $background = Start-StopState $fixture $_ $out
        try {
            $background.Invocation.IsCompleted | Should -BeFalse -Because 'it must still be waiting'
            Stop-Pipeline $background
            if ($RequestContinues) {
                # A token that is granted while nobody listens would be lost for seven days: its request is not ended.
                (Get-RequestAfter $fixture $background.After)[-1].state | Should -Be 'open'
                $emulator.Release()
            } elseif ($Fault -like '*hold body*') {
                # A server that does not read on cannot see an end.
                $emulator.Release()
            }
            Assert-NothingLeft $background
            $last = (Get-RequestAfter $fixture $background.After)[-1]
            if ($Saw[2] -eq 'open' -and -not $RequestContinues) { $last.state | Should -Be 'aborted' }
            if ($Fault -like '*hold body*') { $last.bytesReceived | Should -BeLessThan 64MB }
            Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
        } finally {
            Remove-Background $background
        }
    }

    It 'ends Connect-Nemo in the middle of connecting' {
        # A server that takes the connection and then says nothing: the handshake of TLS waits for it.
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $accepted = $listener.AcceptTcpClientAsync()
        $background = Start-Background -Variable @{ port = $listener.LocalEndpoint.Port } -Script 'Connect-Nemo -ApiUrl "https://127.0.0.1:$port" -Token "nmv_usr_x"'
        try {
            $accepted.Wait(30000) | Should -BeTrue -Because 'the connection must come'
            $socket = $accepted.Result.Client
            $null = Wait-Until { $socket.Available -gt 0 } -Because 'the handshake must begin'
            Stop-Pipeline $background
            "$($background.Shell.Streams.Error)" | Should -BeNullOrEmpty

            $socket.ReceiveTimeout = 30000
            $buffer = [byte[]]::new(16KB)
            # 0 is the end. A reset is one as well, which comes as an exception.
            try { while ($socket.Receive($buffer) -gt 0) { } } catch [System.Net.Sockets.SocketException] { "$($_.Exception.SocketErrorCode)" | Should -Be 'ConnectionReset' }
        } finally {
            Stop-Background $background
            $listener.Stop()
        }
    }

    It 'keeps the token that Connect-Nemo was asking for' {
        $place = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        try {
            $background = Start-StopScript $fixture 'POST /api/auth/anonymous-token: hold before answer' 'Connect-Nemo'
            $null = Wait-Until { Get-RequestAfter $fixture $background.After | Where-Object { $_.path -eq '/api/auth/anonymous-token' -and $_.state -eq 'open' } }
            Stop-Pipeline $background
            $emulator.Release()
            $null = Wait-Until { Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens/*.token') -ErrorAction Ignore }

            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            @(Get-RequestAfter $fixture $background.After | Where-Object path -eq '/api/auth/anonymous-token').Count | Should -Be 1
        } finally {
            Remove-Background $background
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $place
        }
    }
}

Describe 'What comes after a cmdlet' {
    BeforeEach {
        $out = New-TestFolder
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State>: <End>' -ForEach $leaving {
        $background = Start-StopScript $fixture $Fault ($Tail -f $Source) @{ out = $out }
        try {
            if ($Held) {
                $path = Expand-StopPlaceholder $fixture $Held[0]
                $null = Wait-Until { @(Get-RequestAfter $fixture $background.After | Where-Object { $_.path -like $path -and $_.state -eq 'open' }).Count -eq $Held[1] }
                $emulator.ClearFaults()
            }
            Wait-Pipeline $background
            $background.Output.Count | Should -Be 1
            Assert-NothingLeft $background
            (Get-RequestAfter $fixture $background.After).state | Should -Contain 'aborted' -Because 'what was held is ended'
        } finally {
            Remove-Background $background
        }
    }
}

Describe 'What comes before a cmdlet' {
    BeforeEach {
        $out = New-TestFolder
        $gate = [System.Threading.ManualResetEventSlim]::new()
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
        $gate.Dispose()
    }

    It 'ends <State> with its exception' -ForEach @(
        @{ State = 'Send-NemoUpload with a file on its way'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = '/api/upload-video/*'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Send-NemoUpload after one file, with another on its way'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = '/api/upload-video/*'; Given = 1
            Script = '& { $clip; $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Wait-NemoExport with a download under way'; Fault = 'GET /output/*: hold before answer'; ExpectedRequest = '/output/*'; Parts = 1
            Script = '& { $exports[0]; $gate.Wait(); throw "enough" } | Wait-NemoExport -Destination $out -Connection $nemo' }
    ) {
        $background = Start-StopScript $fixture $Fault "try { $Script } catch { if (""`$_"" -ne 'enough') { throw } }" @{ out = $out; gate = $gate }
        try {
            $null = Wait-Until { Get-RequestAfter $fixture $background.After | Where-Object { $_.path -like $Saw -and $_.state -eq 'open' } }
            if ($Parts) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $out -Filter '*.part').Count -eq $Parts } }
            if ($Given) { $null = Wait-Until { $background.Output.Count -eq $Given } }
            $gate.Set()
            Wait-Pipeline $background
            Assert-NothingLeft $background
            (Get-RequestAfter $fixture $background.After).state | Should -Contain 'aborted'
        } finally {
            $gate.Set()
            Remove-Background $background
        }
    }
}
