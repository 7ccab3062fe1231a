# Every way to end every cmdlet that waits, in each of its states: Ctrl+C (a stop from outside), Select-Object -First, break
# and an exception downstream. A test waits until the server saw the request, stops the cmdlet, and checks what the server saw
# afterwards. bench/ measures how long a stop takes.
BeforeDiscovery {
    . $PSScriptRoot/stopping.ps1
    $states = Get-StopState

    # If a cmdlet has written an object while others are in progress, a later command can end the pipeline. Held: the first object
    # isn't written until this many requests of that path are held. Then the faults are removed, and the held requests stay held.
    $sources = @(
        @{ State = 'Invoke-NemoEdit in the middle of the stream'; Fault = 'POST /run_sse: hold after 2 events'
            Source = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit with another edit in progress'; Fault = 'POST /run_sse: hold after 0 events'
            Source = '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Invoke-Nemo in the middle of the stream'; Fault = 'POST /run_sse: hold after 2 events'
            Source = 'Invoke-Nemo "add a title x" -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload while it sends another file'; Fault = 'POST /api/upload-video/*: hold before answer'
            Source = 'Send-NemoUpload -LiteralPath $clip, $clip -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Wait-NemoExport with another export in progress'; Fault = "GET /api/render/*{id0}: hold before answer`nGET /api/render/*{id2}: answer 200 {processing} x*"
            Source = '$exports[0, 2] | Wait-NemoExport -PollIntervalSec 0.02 -Connection $nemo'; Held = '/api/render/*{id0}', 1 }
        @{ State = 'Wait-NemoExport with two downloads in progress'; Fault = "GET /output/*: hold before answer x2`nGET /api/render/*{id2}: answer 200 {processing} x*"
            Source = '$exports | Wait-NemoExport -Destination $out -PollIntervalSec 0.02 -Connection $nemo'; Held = '/output/*', 2 }
        @{ State = 'New-NemoVideo with another video in progress'; Fault = 'POST /run_sse: hold after 1 events'
            Source = '$clip, $other | New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -PollIntervalSec 0.02 -Connection $nemo' }
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

    # Fails instead of hanging if the pipeline doesn't end.
    function Stop-Pipeline {
        param($Background)
        $stopping = $Background.Shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end'
        $Background.Shell.EndStop($stopping)
        "$($Background.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
    }

    function Wait-Pipeline {
        param($Background)
        $Background.Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end although the server holds the request'
        $null = $Background.Shell.EndInvoke($Background.Invocation)
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
        } finally {
            Remove-Background $background
        }
    }

    It 'ends Connect-Nemo during the TLS handshake' {
        # The server accepts the connection and sends nothing, so the TLS handshake waits.
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $accepted = $listener.AcceptTcpClientAsync()
        $background = Start-Background -Variable @{ port = $listener.LocalEndpoint.Port } -Script 'Connect-Nemo -ApiUrl "https://127.0.0.1:$port" -Token "nmv_usr_x"'
        try {
            $accepted.Wait(30000) | Should -BeTrue -Because 'the client must connect'
            $socket = $accepted.Result.Client
            $null = Wait-Until { $socket.Available -gt 0 } -Because 'the handshake must begin'
            Stop-Pipeline $background
            "$($background.Shell.Streams.Error)" | Should -BeNullOrEmpty

            $socket.ReceiveTimeout = 30000
            $buffer = [byte[]]::new(16KB)
            # 0 is the end of the connection. A reset is an end too, but causes an exception.
            try { while ($socket.Receive($buffer) -gt 0) { } } catch [System.Net.Sockets.SocketException] { "$($_.Exception.SocketErrorCode)" | Should -Be 'ConnectionReset' }
        } finally {
            Stop-Background $background
            $listener.Stop()
        }
    }

    It 'caches the token that Connect-Nemo requested' {
        $place = $env:NEMO_HOME
        $empty = New-TestFolder
        try {
            $background = Start-StopScript $fixture 'POST /api/auth/anonymous-token: hold before answer' '$env:NEMO_HOME = $empty; Connect-Nemo' @{ empty = $empty }
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -eq '/api/auth/anonymous-token' -and $_.state -eq 'open' } }
            Stop-Pipeline $background
            $emulator.Release()
            $null = Wait-Until { Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens/*.token') -ErrorAction Ignore }

            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            @($emulator.GetRequests() | Where-Object path -eq '/api/auth/anonymous-token').Count | Should -Be 1
        } finally {
            Remove-Background $background
            Remove-Item -LiteralPath $empty -Recurse -Force
            $env:NEMO_HOME = $place
        }
    }
}

Describe 'A later command' {
    BeforeEach {
        $out = New-TestFolder
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State> by <End>' -ForEach $leaving {
        $background = Start-StopScript $fixture $Fault ($Tail -f $Source) @{ out = $out }
        try {
            if ($Held) {
                $path = Expand-StopPlaceholder $fixture $Held[0]
                $null = Wait-Until { @($emulator.GetRequests() | Where-Object { $_.path -like $path -and $_.state -eq 'open' }).Count -eq $Held[1] }
                $emulator.ClearFaults()
            }
            Wait-Pipeline $background
            $background.Output.Count | Should -Be 1
            Assert-NothingLeft $background
            $emulator.GetRequests().state | Should -Contain 'aborted' -Because 'the held request is aborted'
        } finally {
            Remove-Background $background
        }
    }
}

Describe 'An exception in an earlier command' {
    BeforeEach {
        $out = New-TestFolder
        $gate = [System.Threading.ManualResetEventSlim]::new()
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
        $gate.Dispose()
    }

    It 'ends <State>' -ForEach @(
        @{ State = 'Send-NemoUpload while it sends a file'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = '/api/upload-video/*'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Send-NemoUpload while it sends a second file'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = '/api/upload-video/*'; Given = 1
            Script = '& { $clip; $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit with an edit in progress'; Fault = 'POST /run_sse: hold after 1 events'; ExpectedRequest = '/run_sse'
            Script = '& { $uploads[0]; $gate.Wait(); throw "enough" } | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'New-NemoVideo with an edit in progress'; Fault = 'POST /run_sse: hold after 1 events'; ExpectedRequest = '/run_sse'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport with a download in progress'; Fault = 'GET /output/*: hold before answer'; ExpectedRequest = '/output/*'; Parts = 1
            Script = '& { $exports[0]; $gate.Wait(); throw "enough" } | Wait-NemoExport -Destination $out -Connection $nemo' }
    ) {
        $background = Start-StopScript $fixture $Fault "try { $Script } catch { if (""`$_"" -ne 'enough') { throw } }" @{ out = $out; gate = $gate }
        try {
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -like $ExpectedRequest -and $_.state -eq 'open' } }
            if ($Parts) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $out -Filter '*.part').Count -eq $Parts } }
            if ($Given) { $null = Wait-Until { $background.Output.Count -eq $Given } }
            $gate.Set()
            Wait-Pipeline $background
            Assert-NothingLeft $background
            $emulator.GetRequests().state | Should -Contain 'aborted'
        } finally {
            $gate.Set()
            Remove-Background $background
        }
    }
}
