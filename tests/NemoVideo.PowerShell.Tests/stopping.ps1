# The states in which a cmdlet can be stopped, and the functions that bring it there. Stopping.Tests.ps1 tests that everything ends, and
# bench/Measure-Stop.ps1 measures how long it takes. Load it after common.ps1.

<#
.SYNOPSIS
Returns each state of each cmdlet that waits.

.DESCRIPTION
Fault: what the server holds or refuses, one fault per line.
Script: the script that is stopped. It has the variables of New-StopFixture, and $out.
ExpectedRequest: the method, path and state of the last request that the server must have seen before the stop. ExpectedCount,
ExpectedBytes, ExpectedEvents and ExpectedStatus say more about it. ExpectedPart is the number of partial files.
RequestContinues: the request isn't ended, by design.
#>
function Get-StopState {
    @(
        # Connect-Nemo
        @{ State = 'Connect-Nemo requesting the token'; Fault = 'POST /api/auth/anonymous-token: hold before answer'; ExpectedRequest = 'POST', '/api/auth/anonymous-token', 'open'
            Script = 'Connect-Nemo -NoCache'; RequestContinues = $true }
        @{ State = 'Connect-Nemo checking the token'; Fault = 'GET /api/credits/*: hold before answer'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Connect-Nemo' }
        @{ State = 'Connect-Nemo between two attempts'; Fault = 'GET /api/credits/*: status 503 retry-after 60'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }
        @{ State = 'Connect-Nemo after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 60'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Connect-Nemo -Option @{ RequestTimeoutSec = 1200 }' }

        # One request and its response
        @{ State = 'Get-NemoCredit waiting for the response'; Fault = 'GET /api/credits/*: hold before answer'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit between two attempts'; Fault = 'GET /api/credits/*: status 503 retry-after 60'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'Get-NemoCredit after a 429'; Fault = 'GET /api/credits/*: status 429 retry-after 60'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'completed'
            Script = 'Get-NemoCredit -Connection $nemo' }
        @{ State = 'New-NemoSession waiting for the response'; Fault = 'POST /api/tasks/*: hold before answer'; ExpectedRequest = 'POST', '/api/tasks/*', 'open'
            Script = 'New-NemoSession -Connection $nemo' }
        @{ State = 'New-NemoSession after a 429'; Fault = 'POST /api/tasks/*: status 429 retry-after 60'; ExpectedRequest = 'POST', '/api/tasks/*', 'completed'
            Script = 'New-NemoSession -Connection $nemo' }
        @{ State = 'Get-NemoSession waiting for the response'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Get-NemoSession -Session $session -Connection $nemo' }
        @{ State = 'Set-NemoSession waiting for the response'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Set-NemoSession -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoState waiting for the response'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Get-NemoState -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoSessionLink waiting for the response'; Fault = 'POST /api/auth/claim-token: hold before answer'; ExpectedRequest = 'POST', '/api/auth/claim-token', 'open'
            Script = 'Get-NemoSessionLink -Session $session -Connection $nemo' }
        @{ State = 'Get-NemoExport waiting for the response'; Fault = 'GET /api/render/*: hold before answer'; ExpectedRequest = 'GET', '/api/render/*', 'open'
            Script = 'Get-NemoExport -Id $export.Id -Connection $nemo' }
        @{ State = 'Stop-NemoExport waiting for the response'; Fault = 'POST /api/render/*/cancel: hold before answer'; ExpectedRequest = 'POST', '/api/render/*/cancel', 'open'
            Script = 'Stop-NemoExport -Id $export.Id -Connection $nemo' }

        # Send-NemoUpload
        @{ State = 'Send-NemoUpload creating a session'; Fault = 'POST /api/tasks/*: hold before answer'; ExpectedRequest = 'POST', '/api/tasks/*', 'open'
            Script = 'Send-NemoUpload -LiteralPath $clip -SessionPerFile -Connection $nemo' }
        @{ State = 'Send-NemoUpload reading the session state first'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload in the middle of the file'; Fault = 'POST /api/upload-video/*: hold body after 1000 bytes'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'; ExpectedBytes = 1000
            Script = 'Send-NemoUpload -LiteralPath $large -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload waiting for the response'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'; ExpectedBytes = 10000
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload searching for the upload after a lost response'; Fault = 'POST /api/upload-video/*: reset'; ExpectedRequest = 'GET', '/api/state/*', 'completed'; ExpectedCount = 2
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload after a 429'; Fault = 'POST /api/upload-video/*: status 429 retry-after 60'; ExpectedRequest = 'POST', '/api/upload-video/*', 'completed'
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo' }
        @{ State = 'Send-NemoUpload sending two files'; Fault = 'POST /api/upload-video/*: hold before answer x2'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'; ExpectedCount = 2
            Script = 'Send-NemoUpload -LiteralPath $clip, $clip -SessionPerFile -ThrottleLimit 2 -Connection $nemo' }
        @{ State = 'Send-NemoUpload of a URL'; Fault = 'POST /api/upload-video/*: hold before answer'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'
            Script = 'Send-NemoUpload -Url "https://example.org/a.mp4" -Session $session -Connection $nemo' }

        # Invoke-NemoEdit
        @{ State = 'Invoke-NemoEdit reading the timeline first'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit before the response'; Fault = 'POST /run_sse: hold before answer'; ExpectedRequest = 'POST', '/run_sse', 'open'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit after a 429'; Fault = 'POST /run_sse: status 429 retry-after 60'; ExpectedRequest = 'POST', '/run_sse', 'completed'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit before the first event'; Fault = 'POST /run_sse: hold after 0 events'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedStatus = 200
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit in the middle of the stream'; Fault = 'POST /run_sse: hold after 3 events'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedEvents = 3
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit receiving only heartbeats'; Fault = 'POST /run_sse: hold after 3 events with heartbeats'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedEvents = 3
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit reading the timeline after the stream'; Fault = "GET /api/state/*: answer 200 {state}`nGET /api/state/*: hold before answer"; ExpectedRequest = 'GET', '/api/state/*', 'open'; ExpectedCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit between two polls of the timeline'; Fault = 'GET /api/state/*: answer 200 {state} x*'; ExpectedRequest = 'GET', '/api/state/*', 'completed'; ExpectedCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit waiting after a broken stream'; Fault = 'POST /run_sse: drop after 2 events'; ExpectedRequest = 'POST', '/run_sse', 'aborted'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-NemoEdit polling after a broken stream'; Fault = "GET /api/state/*: answer 200 {state}`nGET /api/state/*: hold before answer`nPOST /run_sse: drop after 2 events"; ExpectedRequest = 'GET', '/api/state/*', 'open'; ExpectedCount = 2
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $quick' }
        @{ State = 'Invoke-NemoEdit in the middle of two streams'; Fault = 'POST /run_sse: hold after 3 events x2'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedCount = 2; ExpectedEvents = 3
            Script = '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo' }

        # Invoke-Nemo
        @{ State = 'Invoke-Nemo in the middle of the stream'; Fault = 'POST /run_sse: hold after 3 events'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedEvents = 3
            Script = 'Invoke-Nemo "add a title x" -Session $session -Connection $nemo' }
        @{ State = 'Invoke-Nemo in the middle of a file'; Fault = 'POST /api/upload-video/*: hold body after 1000 bytes'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'; ExpectedBytes = 1000
            Script = 'Invoke-Nemo "add a title x" -LiteralPath $large -Session $session -Connection $nemo' }

        # Start-NemoExport
        @{ State = 'Start-NemoExport reading the timeline'; Fault = 'GET /api/state/*: hold before answer'; ExpectedRequest = 'GET', '/api/state/*', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }
        @{ State = 'Start-NemoExport submitting'; Fault = 'POST /api/render/proxy/lambda: hold before answer'; ExpectedRequest = 'POST', '/api/render/proxy/lambda', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }
        @{ State = 'Start-NemoExport polling after a lost response'; Fault = "POST /api/render/proxy/lambda: drop before answer`nGET /api/render/*: hold before answer"; ExpectedRequest = 'GET', '/api/render/*', 'open'
            Script = 'Start-NemoExport -Session $session -Connection $nemo' }

        # Wait-NemoExport and Save-NemoExport
        @{ State = 'Wait-NemoExport polling the render'; Fault = 'GET /api/render/*: hold before answer'; ExpectedRequest = 'GET', '/api/render/*', 'open'
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport between two polls'; Fault = 'GET /api/render/*: answer 200 {"id":"x","status":"processing"}'; ExpectedRequest = 'GET', '/api/render/*', 'completed'
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport before the download'; Fault = 'GET /output/*: hold before answer'; ExpectedRequest = 'GET', '/output/*', 'open'; ExpectedPart = 1
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Wait-NemoExport in the middle of three downloads'; Fault = "GET /output/*: drop after 20000 bytes x3`nGET /output/*: hold before answer x3"; ExpectedRequest = 'GET', '/output/*', 'open'; ExpectedCount = 6; ExpectedPart = 3
            Script = '$exports | Wait-NemoExport -Destination $out -Connection $quick' }
        @{ State = 'Wait-NemoExport between two attempts of a download'; Fault = 'GET /output/*: drop after 20000 bytes'; ExpectedRequest = 'GET', '/output/*', 'aborted'; ExpectedPart = 1
            Script = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Save-NemoExport polling the render'; Fault = 'GET /api/render/*: hold before answer'; ExpectedRequest = 'GET', '/api/render/*', 'open'
            Script = 'Save-NemoExport -Id $export.Id -Destination $out -Connection $nemo' }
        @{ State = 'Save-NemoExport in the middle of the download'; Fault = "GET /output/*: drop after 20000 bytes`nGET /output/*: hold before answer"; ExpectedRequest = 'GET', '/output/*', 'open'; ExpectedCount = 2; ExpectedPart = 1
            Script = 'Save-NemoExport -Id $export.Id -Destination $out -Connection $quick' }

        # New-NemoVideo. Each video has its own message, because it would be resumed otherwise.
        @{ State = 'New-NemoVideo reading the credits'; Fault = 'GET /api/credits/*: hold before answer'; ExpectedRequest = 'GET', '/api/credits/balance/simple', 'open'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo creating a session'; Fault = 'POST /api/tasks/*: hold before answer'; ExpectedRequest = 'POST', '/api/tasks/*', 'open'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo in the middle of the file'; Fault = 'POST /api/upload-video/*: hold body after 1000 bytes'; ExpectedRequest = 'POST', '/api/upload-video/*', 'open'; ExpectedBytes = 1000
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $large -Connection $nemo' }
        @{ State = 'New-NemoVideo after a 429'; Fault = 'POST /run_sse: status 429 retry-after 60 x*'; ExpectedRequest = 'POST', '/run_sse', 'completed'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo in the middle of two streams'; Fault = 'POST /run_sse: hold after 3 events x2'; ExpectedRequest = 'POST', '/run_sse', 'open'; ExpectedCount = 2; ExpectedEvents = 3
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip, $other -Connection $nemo' }
        @{ State = 'New-NemoVideo waiting after a broken stream'; Fault = 'POST /run_sse: drop after 2 events'; ExpectedRequest = 'POST', '/run_sse', 'aborted'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo submitting the export'; Fault = 'POST /api/render/proxy/lambda: hold before answer'; ExpectedRequest = 'POST', '/api/render/proxy/lambda', 'open'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo polling the export'; Fault = 'GET /api/render/*: hold before answer'; ExpectedRequest = 'GET', '/api/render/*', 'open'
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo' }
        @{ State = 'New-NemoVideo in the middle of the download'; Fault = "GET /output/*: drop after 20000 bytes`nGET /output/*: hold before answer"; ExpectedRequest = 'GET', '/output/*', 'open'; ExpectedCount = 2
            Script = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $quick' }
    )
}

<#
.SYNOPSIS
Starts an emulator and creates the objects that the states need. Import the module first. End it with Remove-StopFixture.

.OUTPUTS
An object with Emulator, Files, Option (of the connections), Variable (for the scripts) and Placeholder (for the faults).
#>
function New-StopFixture {
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url

    # Each pause is longer than the time that a test waits for the end of a pipeline. A pipeline that ends earlier was stopped.
    $long = @{
        RequestTimeoutSec = 1200; RetryDelaySec = 60; RateLimitDelaySec = 60; StatePollIntervalSec = 60; RecoveryDelaySec = 60
        RecoveryIntervalSec = 60; RenderPollIntervalSec = 60
    }
    $short = $long.Clone()
    $short.RetryDelaySec = 0.001
    $short.RecoveryDelaySec = 0.001
    $nemo = Connect-Nemo -Option $long -PassThru 6> $null

    $clip = Get-SampleClip -Name 'sunset.mp4'
    $other = Get-SampleClip -Name 'harbour.mp4'
    $files = New-TestFolder
    $large = Join-Path -Path $files -ChildPath 'large.mp4'
    New-TestClip -Path $large -Length 64MB

    $session = New-NemoSession -Name 'stopped' -Connection $nemo
    $null = Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo
    $exports = 1..3 | ForEach-Object { Start-NemoExport -Session $session -Connection $nemo | Wait-NemoExport -Connection $nemo -PollIntervalSec 0.02 }
    $uploads = $clip, $clip | Send-NemoUpload -SessionPerFile -Connection $nemo
    $draft = (Get-NemoState -Session $session -Connection $nemo).DraftJson

    [pscustomobject] @{
        Emulator = $emulator
        Files    = $files
        Option   = @{ nemo = $long; quick = $short }
        Variable = @{ session = $session; export = $exports[0]; exports = $exports; uploads = $uploads; clip = $clip; other = $other; large = $large }
        Placeholder = @{
            # A state response, so that the emulator can repeat it.
            '{state}'      = "{""code"":0,""data"":{""session_id"":""$($session.SessionId)"",""task_id"":""1"",""task_name"":""stopped"",""state"":{""draft"":$draft}}}"
            '{processing}' = '{"id":"x","status":"processing"}'
            '{id0}'        = $exports[0].Id
            '{id2}'        = $exports[2].Id
        }
    }
}

<#
.SYNOPSIS
Removes what New-StopFixture created.
#>
function Remove-StopFixture {
    param([Parameter(Mandatory, Position = 0)] [AllowNull()] $Fixture)

    Disconnect-Nemo -ErrorAction Ignore
    if ($Fixture) {
        Stop-NemoEmulator -Emulator $Fixture.Emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $Fixture.Files -Recurse -Force
    }
}

<#
.SYNOPSIS
Replaces the placeholders in a text with their values.
#>
function Expand-StopPlaceholder {
    param([Parameter(Mandatory, Position = 0)] $Fixture, [Parameter(Mandatory, Position = 1)] [string] $Text)

    foreach ($placeholder in $Fixture.Placeholder.Keys) { $Text = $Text.Replace($placeholder, $Fixture.Placeholder[$placeholder]) }
    $Text
}

<#
.SYNOPSIS
Starts a script under faults in a new runspace.

.OUTPUTS
The output of Start-Background. GetRequests() of the emulator returns the requests since the start of the script.
#>
function Start-StopScript {
    param($Fixture, [string] $Fault, [string] $Script, [hashtable] $Variable = @{})

    $Fixture.Emulator.ClearFaults()

    # After a 429, all requests of the connection wait. So each script has connections of its own.
    $connections = @{}
    foreach ($name in $Fixture.Option.Keys) { $connections[$name] = Connect-Nemo -Option $Fixture.Option[$name] -PassThru 6> $null }

    $Fixture.Emulator.Reset()
    $Fixture.Emulator.AddFault((Expand-StopPlaceholder $Fixture $Fault))
    Start-Background -Variable ($Fixture.Variable + $connections + $Variable) -Script $Script
}

<#
.SYNOPSIS
Brings a cmdlet into one of the states of Get-StopState and waits until the server sees it.

.OUTPUTS
The output of Start-StopScript.
#>
function Start-StopState {
    param($Fixture, [hashtable] $State, [string] $Destination)

    $background = Start-StopScript $Fixture $State.Fault $State.Script @{ out = $Destination }
    try {
        $method, $path, $progress = $State.ExpectedRequest
        $null = Wait-Until -Because "the server must see '$($State.State)'" {
            $seen = @($Fixture.Emulator.GetRequests() | Where-Object { $_.method -eq $method -and $_.path -like $path })
            # The client closes the connection of a message when it has read its rejection, so that the state can be 'aborted'.
            $seen.Count -ge [math]::Max(1, [int] $State.ExpectedCount) -and
                ($seen[-1].state -eq $progress -or ($path -eq '/run_sse' -and $progress -eq 'completed' -and $seen[-1].isDone)) -and
                $seen[-1].bytesReceived -ge [long] $State.ExpectedBytes -and $seen[-1].eventsSent -ge [int] $State.ExpectedEvents -and
                (-not $State.ExpectedStatus -or $seen[-1].status -eq $State.ExpectedStatus)
        }
        if ($State.ExpectedPart) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $Destination -Filter '*.part').Count -eq $State.ExpectedPart } }
        $background
    } catch {
        $Fixture.Emulator.ClearFaults()
        $Fixture.Emulator.Release()
        Stop-Background $background
        throw
    }
}
