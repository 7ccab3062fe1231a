# Every way out of every cmdlet that waits, in each of its states: Ctrl+C (a Stop from outside), Select-Object -First, break
# and an exception downstream. A test waits for what the server saw before it stops, and for what it saw afterwards; how
# long a stop takes is measured in bench/.
BeforeDiscovery {
    # One row for each state. Fault makes the server hold or refuse, one a line. Script is what is stopped; it has $nemo,
    # $session, $export, $clip, $large and $out. Saw is what the server must have seen when it is stopped: the last request
    # of that method and path, in that state. A pause of 600 seconds that is not ended by the stop would hang the test.
    $states = @(
        # Connect-Nemo
        @{ State = 'Connect-Nemo asking for the token'; Fault = 'POST /api/auth/anonymous-token: hold before answer'; Saw = 'POST', '/api/auth/anonymous-token', 'open'
            Script = 'Connect-Nemo -NoCache'; GoesOn = $true }
        @{ State = 'Connect-Nemo checking the token'; Fault = 'GET /api/credits/*: hold before answer'; Saw = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Connect-Nemo' }
        @{ State = 'Connect-Nemo between two tries'; Fault = 'GET /api/credits/*: status 503 retry-after 600'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }
        @{ State = 'Connect-Nemo after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 600'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }

        # One question, one answer
        @{ State = 'Get-NemoCredit waiting for the answer'; Fault = 'GET /api/credits/*: hold before answer'; Saw = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit between two tries'; Fault = 'GET /api/credits/*: status 503 retry-after 600'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 600'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'New-NemoSession waiting for the answer'; Fault = 'POST /api/tasks/*: hold before answer'; Saw = 'POST', '/api/tasks/*', 'open'
            Script = 'New-NemoSession -Connection $nemo' }
        @{ State = 'New-NemoSession after a 429'; Fault = 'POST /api/tasks/*: status 429 retry-after 600'; Saw = 'POST', '/api/tasks/*', 'completed'
            Script = 'New-NemoSession -Connection $nemo' }
        @{ State = 'Get-NemoSession waiting for the answer'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Get-NemoSession -Session $session -Connection $nemo' }
        @{ State = 'Set-NemoSession waiting for the answer'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Set-NemoSession -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoState waiting for the answer'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Get-NemoState -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoSessionLink waiting for the answer'; Fault = 'POST /api/auth/claim-token: hold before answer'; Saw = 'POST', '/api/auth/claim-token', 'open'
            Script = 'Get-NemoSessionLink -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoExport waiting for the answer'; Fault = 'GET /api/render/*: hold before answer'; Saw = 'GET', '/api/render/*', 'open'
            Script = 'Get-NemoExport -Id $export.Id -Connection $nemo' }
        @{ State = 'Stop-NemoExport waiting for the answer'; Fault = 'POST /api/render/*/cancel: hold before answer'; Saw = 'POST', '/api/render/*/cancel', 'open'
            Script = 'Stop-NemoExport -Id $export.Id -Connection $nemo' }

        # Send-NemoUpload
        @{ State = 'Send-NemoUpload making a session'; Fault = 'POST /api/tasks/*: hold before answer'; Saw = 'POST', '/api/tasks/*', 'open'
            Script = 'Send-NemoUpload -LiteralPath $clip -SessionPerFile -Connection $nemo' }
        @{ State = 'Send-NemoUpload looking at the session first'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload in the middle of the file'; Fault = 'POST /api/upload-video/*: hold body after 1000 bytes'; Saw = 'POST', '/api/upload-video/*', 'open'; SawBytes = 1000
            Script = 'Send-NemoUpload -LiteralPath $large -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload waiting for the answer'; Fault = 'POST /api/upload-video/*: hold before answer'; Saw = 'POST', '/api/upload-video/*', 'open'; SawBytes = 10000
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload looking for a lost answer'; Fault = 'POST /api/upload-video/*: reset'; Saw = 'GET', '/api/state/*', 'completed'; SawCount = 2
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload after a 429'; Fault = 'POST /api/upload-video/*: status 429 retry-after 600'; Saw = 'POST', '/api/upload-video/*', 'completed'
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload with two files on their way'; Fault = 'POST /api/upload-video/*: hold before answer x2'; Saw = 'POST', '/api/upload-video/*', 'open'; SawCount = 2
            Script = 'Send-NemoUpload -LiteralPath $clip, $clip -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Send-NemoUpload of an address'; Fault = 'POST /api/upload-video/*: hold before answer'; Saw = 'POST', '/api/upload-video/*', 'open'
            Script = 'Send-NemoUpload -Url "https://example.org/a.mp4" -Session $session -Connection $nemo' }

        # Invoke-NemoEdit
        @{ State = 'Invoke-NemoEdit looking at the timeline first'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit before the stream'; Fault = 'POST /run_sse: hold before answer'; Saw = 'POST', '/run_sse', 'open'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit after a 429'; Fault = 'POST /run_sse: status 429 retry-after 600'; Saw = 'POST', '/run_sse', 'completed'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit before the first event'; Fault = 'POST /run_sse: hold after 0 events'; Saw = 'POST', '/run_sse', 'open'; SawStatus = 200
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit in the middle of the stream'; Fault = 'POST /run_sse: hold after 3 events'; Saw = 'POST', '/run_sse', 'open'; SawEvents = 3
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit in a silence with signs of life'; Fault = 'POST /run_sse: hold after 3 events with heartbeats'; Saw = 'POST', '/run_sse', 'open'; SawEvents = 3
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit looking at the timeline afterwards'; Fault = "GET /api/state/*: answer 200 {state}`nGET /api/state/*: hold before answer"; Saw = 'GET', '/api/state/*', 'open'; SawCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit between two such looks'; Fault = 'GET /api/state/*: answer 200 {state} x*'; Saw = 'GET', '/api/state/*', 'completed'; SawCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit waiting after a broken stream'; Fault = 'POST /run_sse: drop after 2 events'; Saw = 'POST', '/run_sse', 'aborted'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit looking after a broken stream'; Fault = "GET /api/state/*: answer 200 {state}`nGET /api/state/*: hold before answer`nPOST /run_sse: drop after 2 events"; Saw = 'GET', '/api/state/*', 'open'; SawCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $quick' }

        # Invoke-Nemo
        @{ State = 'Invoke-Nemo in the middle of the stream'; Fault = 'POST /run_sse: hold after 3 events'; Saw = 'POST', '/run_sse', 'open'; SawEvents = 3
            Script = 'Invoke-Nemo "add a title x" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-Nemo in the middle of a file'; Fault = 'POST /api/upload-video/*: hold body after 1000 bytes'; Saw = 'POST', '/api/upload-video/*', 'open'; SawBytes = 1000
            Script = 'Invoke-Nemo "add a title x" -LiteralPath $large -Session $session -Connection $nemo' }

        # Start-NemoExport
        @{ State = 'Start-NemoExport looking at the timeline'; Fault = 'GET /api/state/*: hold before answer'; Saw = 'GET', '/api/state/*', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }
        @{ State = 'Start-NemoExport submitting'; Fault = 'POST /api/render/proxy/lambda: hold before answer'; Saw = 'POST', '/api/render/proxy/lambda', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }
        @{ State = 'Start-NemoExport looking for a lost answer'; Fault = "POST /api/render/proxy/lambda: drop before answer`nGET /api/render/*: hold before answer"; Saw = 'GET', '/api/render/*', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }

        # Wait-NemoExport and Save-NemoExport
        @{ State = 'Wait-NemoExport looking at the render'; Fault = 'GET /api/render/*: hold before answer'; Saw = 'GET', '/api/render/*', 'open'
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport between two looks'; Fault = 'GET /api/render/*: answer 200 {"id":"x","status":"processing"}'; Saw = 'GET', '/api/render/*', 'completed'
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport before the download'; Fault = 'GET /output/*: hold before answer'; Saw = 'GET', '/output/*', 'open'; SawPart = 1
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport in the middle of three downloads'; Fault = "GET /output/*: drop after 20000 bytes x3`nGET /output/*: hold before answer x3"; Saw = 'GET', '/output/*', 'open'; SawCount = 6; SawPart = 3
            Script = '$exports | Wait-NemoExport -Destination $out -Connection $quick' }
        @{ State = 'Wait-NemoExport between two tries of a download'; Fault = 'GET /output/*: drop after 20000 bytes'; Saw = 'GET', '/output/*', 'aborted'; SawPart = 1
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Save-NemoExport looking at the render'; Fault = 'GET /api/render/*: hold before answer'; Saw = 'GET', '/api/render/*', 'open'
            Script = 'Save-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Save-NemoExport in the middle of the download'; Fault = "GET /output/*: drop after 20000 bytes`nGET /output/*: hold before answer"; Saw = 'GET', '/output/*', 'open'; SawCount = 2; SawPart = 1
            Script = 'Save-NemoExport -Id $export.Id -Destination $out -Connection $quick' }
    )

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
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force

    # Every pause is longer than anybody waits, so that a stop in a pause is a stop in a pause.
    $long = @{
        RequestTimeoutSec = 1200; RetryDelaySec = 600; RateLimitDelaySec = 600; StatePollIntervalSec = 600; RecoveryDelaySec = 600
        RecoveryIntervalSec = 600; RenderPollIntervalSec = 600
    }
    $nemo = Connect-Nemo -Option $long -PassThru 6> $null
    $short = $long.Clone()
    $short.RetryDelaySec = 0.001
    $short.RecoveryDelaySec = 0.001
    $quick = Connect-Nemo -Option $short -PassThru 6> $null

    $clip = Get-SampleClip -Name 'sunset.mp4'
    $files = New-TestFolder
    $large = Join-Path -Path $files -ChildPath 'large.mp4'
    $stream = [System.IO.File]::Create($large)
    $stream.SetLength(64MB)
    $stream.Dispose()

    $session = New-NemoSession -Name 'stopped' -Connection $nemo
    $null = Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo
    $exports = 1..3 | ForEach-Object { Start-NemoExport -Session $session -Connection $nemo | Wait-NemoExport -Connection $nemo -PollIntervalSec 0.02 }
    $export = $exports[0]

    # What the service would say of the timeline, so that it can go on saying it.
    $state = Get-NemoState -Session $session -Connection $nemo
    $words = @{
        '{state}'      = "{""code"":0,""data"":{""session_id"":""$($session.SessionId)"",""task_id"":""1"",""task_name"":""stopped"",""draft"":$($state.DraftJson)}}"
        '{processing}' = '{"id":"x","status":"processing"}'
        '{id0}'        = $exports[0].Id
        '{id2}'        = $exports[2].Id
    }

    function Expand-Word {
        param([string] $Text)
        foreach ($word in $words.Keys) { $Text = $Text.Replace($word, $words[$word]) }
        $Text
    }

    function Set-Fault {
        param([string] $Text)
        $emulator.ClearFaults()
        $emulator.AddFault((Expand-Word $Text))
    }

    function Get-New { param([long] $After) @($emulator.GetRequests() | Where-Object { $_.id -gt $After }) }

    function Get-LastId { ($emulator.GetRequests() | Measure-Object -Property id -Maximum).Maximum }

    # Fails, and does not hang, where the pipeline does not end.
    function Stop-Pipeline {
        param($Background)
        $stopping = $Background.Shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end'
        $Background.Shell.EndStop($stopping)
    }

    function Assert-NothingLeft {
        param($Background, [long] $After, [string] $Because)
        @(Get-ChildItem -LiteralPath $out -Recurse).Name | Should -BeNullOrEmpty -Because "no half file is left, $Because"
        "$($Background.Shell.Streams.Error)" | Should -BeNullOrEmpty -Because "it is no error, $Because"
        foreach ($line in $Background.Shell.Streams.Progress | Group-Object -Property ActivityId) {
            $line.Group[-1].RecordType | Should -Be 'Completed' -Because "the line '$($line.Group[-1].Activity)' is taken away, $Because"
        }
        $null = Wait-Until -Because "the server must see the end of every connection, $Because" {
            -not (Get-New $After | Where-Object state -eq 'open')
        }
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $files -Recurse -Force
}

Describe 'A stop from outside' {
    BeforeEach {
        $out = New-TestFolder
        $variables = @{ nemo = $nemo; quick = $quick; session = $session; export = $export; exports = $exports; clip = $clip; large = $large; out = $out }
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State>' -ForEach $states {
        Set-Fault $Fault
        $after = Get-LastId
        $background = Start-Background -Variable $variables -Script $Script
        try {
            $null = Wait-Until -Because "the server must come to see: $Saw" {
                $seen = @(Get-New $after | Where-Object { $_.method -eq $Saw[0] -and $_.path -like $Saw[1] })
                $seen.Count -ge [math]::Max(1, [int] $SawCount) -and $seen[-1].state -eq $Saw[2] -and
                    $seen[-1].bytesReceived -ge [long] $SawBytes -and $seen[-1].eventsSent -ge [int] $SawEvents -and
                    (-not $SawStatus -or $seen[-1].status -eq $SawStatus)
            }
            if ($SawPart) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $out -Filter '*.part').Count -eq $SawPart } }
            $background.Invocation.IsCompleted | Should -BeFalse -Because 'it must still be waiting'

            Stop-Pipeline $background
            "$($background.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'

            $held = @(Get-New $after)[-1]
            if ($GoesOn) {
                # A token that is granted while nobody listens would be lost for seven days: its request is not ended.
                $held.state | Should -Be 'open'
                $emulator.Release()
            } elseif ($Fault -like '*hold body*') {
                # A server that does not read cannot see the end of what it has not read.
                $emulator.Release()
                $null = Wait-Until { @(Get-New $after)[-1].state -eq 'aborted' }
                @(Get-New $after)[-1].bytesReceived | Should -BeLessThan 64MB
            }
            Assert-NothingLeft $background $after -Because 'after the stop'
            if ($Saw[2] -eq 'open' -and -not $GoesOn) { @(Get-New $after)[-1].state | Should -Be 'aborted' }
        } finally {
            $emulator.ClearFaults()
            $emulator.Release()
            Stop-Background $background
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
            "$($background.Shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
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
            Set-Fault 'POST /api/auth/anonymous-token: hold before answer'
            $after = Get-LastId
            $background = Start-Background -Script 'Connect-Nemo'
            $null = Wait-Until { Get-New $after | Where-Object { $_.path -eq '/api/auth/anonymous-token' -and $_.state -eq 'open' } }
            Stop-Pipeline $background
            $emulator.Release()
            $null = Wait-Until { Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens/*') -ErrorAction Ignore }
            Stop-Background $background

            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            @(Get-New $after | Where-Object path -eq '/api/auth/anonymous-token').Count | Should -Be 1
        } finally {
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $place
        }
    }
}

Describe 'What comes after a cmdlet' {
    BeforeEach {
        $out = New-TestFolder
        $variables = @{ nemo = $nemo; session = $session; exports = $exports; clip = $clip; out = $out }
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State>: <End>' -ForEach $leaving {
        Set-Fault $Fault
        $after = Get-LastId
        $background = Start-Background -Variable $variables -Script ($Tail -f $Source)
        try {
            if ($Held) {
                $path = Expand-Word $Held[0]
                $null = Wait-Until { @(Get-New $after | Where-Object { $_.path -like $path -and $_.state -eq 'open' }).Count -eq $Held[1] }
                $emulator.ClearFaults()
            }
            $background.Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue -Because 'the pipeline must end although the server holds on'
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output.Count | Should -Be 1
            @(Get-New $after | Where-Object state -eq 'completed').Count | Should -BeGreaterThan 0
            Get-ChildItem -LiteralPath $out -Filter '*.part' | Should -BeNullOrEmpty
            Get-ChildItem -LiteralPath $out | Remove-Item
            Assert-NothingLeft $background $after -Because 'after the end'
            @(Get-New $after | Where-Object state -eq 'aborted').Count | Should -BeGreaterThan 0 -Because 'what was held is ended'
        } finally {
            $emulator.ClearFaults()
            $emulator.Release()
            Stop-Background $background
        }
    }
}

Describe 'What comes before a cmdlet' {
    BeforeEach {
        $out = New-TestFolder
        $variables = @{ nemo = $nemo; session = $session; exports = $exports; clip = $clip; out = $out; gate = [System.Threading.ManualResetEventSlim]::new() }
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'ends <State> with its exception' -ForEach @(
        @{ State = 'Send-NemoUpload with a file on its way'; Fault = 'POST /api/upload-video/*: hold before answer'; Saw = '/api/upload-video/*'
            Script = '& { $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Send-NemoUpload after one file, with another on its way'; Fault = 'POST /api/upload-video/*: hold before answer'; Saw = '/api/upload-video/*'; Given = 1
            Script = '& { $clip; $clip; $gate.Wait(); throw "enough" } | Send-NemoUpload -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Wait-NemoExport with a download under way'; Fault = 'GET /output/*: hold before answer'; Saw = '/output/*'; SawPart = 1
            Script = '& { $exports[0]; $gate.Wait(); throw "enough" } | Wait-NemoExport -Destination $out -Connection $nemo' }
    ) {
        Set-Fault $Fault
        $after = Get-LastId
        $background = Start-Background -Variable $variables -Script "try { $Script } catch { if (""`$_"" -ne 'enough') { throw } }"
        try {
            $null = Wait-Until { Get-New $after | Where-Object { $_.path -like $Saw -and $_.state -eq 'open' } }
            if ($SawPart) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $out -Filter '*.part').Count -eq $SawPart } }
            if ($Given) { $null = Wait-Until { $background.Output.Count -eq $Given } }
            $variables.gate.Set()
            $background.Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
            $null = $background.Shell.EndInvoke($background.Invocation)
            Assert-NothingLeft $background $after -Because 'after the exception'
            (Get-New $after).state | Should -Contain 'aborted'
        } finally {
            $variables.gate.Set()
            $emulator.ClearFaults()
            $emulator.Release()
            Stop-Background $background
        }
    }
}
