# The states in which a cmdlet can be stopped, and the way there: for Stopping.Tests.ps1, which tests that all is ended, and
# for bench/Measure-Stop.ps1, which measures how long it takes. Dot-sourced after common.ps1.

<#
.SYNOPSIS
Each state of each cmdlet that waits.

.DESCRIPTION
Fault makes the server hold or refuse, one a line. Script is what is stopped; it has the variables of New-StopScene, and $out.
Saw is what the server must have seen when it is stopped: the last request of that method and path, in that state; SawCount,
SawBytes, SawEvents, SawStatus say more of it, SawPart how many half files there are. GoesOn: the request is not ended, on
purpose.
#>
function Get-StopState {
    @(
        # Connect-Nemo
        @{ State = 'Connect-Nemo asking for the token'; Fault = 'POST /api/auth/anonymous-token: hold before answer'; Saw = 'POST', '/api/auth/anonymous-token', 'open'
            Script = 'Connect-Nemo -NoCache'; GoesOn = $true }
        @{ State = 'Connect-Nemo checking the token'; Fault = 'GET /api/credits/*: hold before answer'; Saw = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Connect-Nemo' }
        @{ State = 'Connect-Nemo between two tries'; Fault = 'GET /api/credits/*: status 503 retry-after 60'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }
        @{ State = 'Connect-Nemo after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 60'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }

        # One question, one answer
        @{ State = 'Get-NemoCredit waiting for the answer'; Fault = 'GET /api/credits/*: hold before answer'; Saw = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit between two tries'; Fault = 'GET /api/credits/*: status 503 retry-after 60'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 60'; Saw = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'New-NemoSession waiting for the answer'; Fault = 'POST /api/tasks/*: hold before answer'; Saw = 'POST', '/api/tasks/*', 'open'
            Script = 'New-NemoSession -Connection $nemo' }
        @{ State = 'New-NemoSession after a 429'; Fault = 'POST /api/tasks/*: status 429 retry-after 60'; Saw = 'POST', '/api/tasks/*', 'completed'
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
        @{ State = 'Send-NemoUpload after a 429'; Fault = 'POST /api/upload-video/*: status 429 retry-after 60'; Saw = 'POST', '/api/upload-video/*', 'completed'
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
        @{ State = 'Invoke-NemoEdit after a 429'; Fault = 'POST /run_sse: status 429 retry-after 60'; Saw = 'POST', '/run_sse', 'completed'
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
}

<#
.SYNOPSIS
Starts an emulator, and makes what the states need on it. The module must be loaded; end it with Remove-StopScene.

.OUTPUTS
An object with Emulator, Variable (for the scripts), and Word (for the faults).
#>
function New-StopScene {
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url

    # Every pause is longer than a test waits for the end of a pipeline, so that a stop in a pause is a stop in a pause.
    $long = @{
        RequestTimeoutSec = 1200; RetryDelaySec = 60; RateLimitDelaySec = 60; StatePollIntervalSec = 60; RecoveryDelaySec = 60
        RecoveryIntervalSec = 60; RenderPollIntervalSec = 60
    }
    $short = $long.Clone()
    $short.RetryDelaySec = 0.001
    $short.RecoveryDelaySec = 0.001
    $nemo = Connect-Nemo -Option $long -PassThru 6> $null
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
    $draft = (Get-NemoState -Session $session -Connection $nemo).DraftJson

    [pscustomobject] @{
        Emulator = $emulator
        Files    = $files
        Variable = @{ nemo = $nemo; quick = $quick; session = $session; export = $exports[0]; exports = $exports; clip = $clip; large = $large }
        Word     = @{
            # What the service says of the timeline, so that it can go on saying it.
            '{state}'      = "{""code"":0,""data"":{""session_id"":""$($session.SessionId)"",""task_id"":""1"",""task_name"":""stopped"",""draft"":$draft}}"
            '{processing}' = '{"id":"x","status":"processing"}'
            '{id0}'        = $exports[0].Id
            '{id2}'        = $exports[2].Id
        }
    }
}

<#
.SYNOPSIS
Ends what New-StopScene has begun.
#>
function Remove-StopScene {
    param([Parameter(Mandatory, Position = 0)] [AllowNull()] $Scene)

    Disconnect-Nemo -ErrorAction Ignore
    if ($Scene) {
        Stop-NemoEmulator -Emulator $Scene.Emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $Scene.Files -Recurse -Force
    }
}

<#
.SYNOPSIS
A text with what its words stand for in a scene.
#>
function Expand-StopWord {
    param([Parameter(Mandatory, Position = 0)] $Scene, [Parameter(Mandatory, Position = 1)] [string] $Text)

    foreach ($word in $Scene.Word.Keys) { $Text = $Text.Replace($word, $Scene.Word[$word]) }
    $Text
}

<#
.SYNOPSIS
The requests that the emulator of a scene was sent after one of them.
#>
function Get-StopRequest {
    param([Parameter(Mandatory, Position = 0)] $Scene, [Parameter(Mandatory, Position = 1)] [long] $After)

    @($Scene.Emulator.GetRequests() | Where-Object { $_.id -gt $After })
}

<#
.SYNOPSIS
Begins a script under faults, in a runspace of its own.

.OUTPUTS
What Start-Background gives, and After: the last request before it.
#>
function Start-StopScript {
    param($Scene, [string] $Fault, [string] $Script, [hashtable] $Variable = @{})

    $Scene.Emulator.ClearFaults()
    $Scene.Emulator.AddFault((Expand-StopWord $Scene $Fault))
    $after = ($Scene.Emulator.GetRequests() | Measure-Object -Property id -Maximum).Maximum
    $background = Start-Background -Variable ($Scene.Variable + $Variable) -Script $Script
    Add-Member -InputObject $background -NotePropertyName After -NotePropertyValue $after -PassThru
}

<#
.SYNOPSIS
Brings a cmdlet into one of the states of Get-StopState, as the server sees it.

.OUTPUTS
What Start-StopScript gives.
#>
function Start-StopState {
    param($Scene, [hashtable] $State, [string] $Destination)

    $background = Start-StopScript $Scene $State.Fault $State.Script @{ out = $Destination }
    try {
        $method, $path, $progress = $State.Saw
        $null = Wait-Until -Because "the server must come to see '$($State.State)'" {
            $seen = @(Get-StopRequest $Scene $background.After | Where-Object { $_.method -eq $method -and $_.path -like $path })
            $seen.Count -ge [math]::Max(1, [int] $State.SawCount) -and $seen[-1].state -eq $progress -and
                $seen[-1].bytesReceived -ge [long] $State.SawBytes -and $seen[-1].eventsSent -ge [int] $State.SawEvents -and
                (-not $State.SawStatus -or $seen[-1].status -eq $State.SawStatus)
        }
        if ($State.SawPart) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $Destination -Filter '*.part').Count -eq $State.SawPart } }
        $background
    } catch {
        $Scene.Emulator.ClearFaults()
        $Scene.Emulator.Release()
        Stop-Background $background
        throw
    }
}
