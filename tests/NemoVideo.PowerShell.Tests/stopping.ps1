# The states in which a cmdlet can be stopped, and the functions that bring it there. Stopping.Tests.ps1 tests that everything ends, and
# bench/Measure-Stop.ps1 measures how long it takes. Load it after common.ps1.

# Returns each state of each cmdlet that waits, as a hashtable. Fault: what the server holds or refuses, one fault per line. Script: the
# script that is stopped. It has the variables of New-StopFixture, and $out. ExpectedRequest: method, path and state of the last request
# that the server must have seen before the stop. By default, it is that of the last fault. ExpectedCount, ExpectedBytes and
# ExpectedEvents say more about it. ExpectedPart: the number of partial files. RequestContinues: the request isn't ended, by design.
function Get-StopState {
    function New-State {
        param([string] $State, [string] $Fault, [string] $Script, [hashtable] $More = @{})
        $request, $effect = ($Fault -split '\n')[-1] -split ': ', 2
        $progress = if ($effect -like 'hold*') { 'open' } elseif ($effect -like 'drop*') { 'aborted' } else { 'completed' }
        $result = @{ State = $State; Fault = $Fault; Script = $Script; ExpectedRequest = @($request -split ' ') + $progress }
        foreach ($key in $More.Keys) { $result[$key] = $More[$key] }
        $result
    }

    $edit = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
    $video = 'New-NemoVideo "title ""$([guid]::NewGuid())""" -Destination $out -LiteralPath $clip -Connection $nemo'
    $upload = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo'
    $wait = 'Wait-NemoExport -Id $export.Id -Destination $out -Connection $nemo'
    $start = 'Start-NemoExport -Session $session -Connection $nemo'

    New-State 'Connect-Nemo requesting the token' 'POST /api/auth/anonymous-token: hold before answer' `
        'Connect-Nemo -NoCache' @{ RequestContinues = $true }
    New-State 'Connect-Nemo checking the token' 'GET /api/credits/*: hold before answer' 'Connect-Nemo'
    New-State 'Get-NemoCredit between two attempts' 'GET /api/credits/*: status 503 retry-after 60' 'Get-NemoCredit -Connection $nemo'
    New-State 'Get-NemoCredit after a 429' 'GET /api/credits/*: status 429 retry-after 60' 'Get-NemoCredit -Connection $nemo'
    $calls = [ordered] @{
        'Get-NemoCredit' = 'GET /api/credits/*'; 'New-NemoSession' = 'POST /api/tasks/*'
        'Get-NemoState -Session $session' = 'GET /api/state/*'; 'Get-NemoSessionLink -Session $session' = 'POST /api/auth/claim-token'
        'Get-NemoExport -Id $export.Id' = 'GET /api/render/*'; 'Stop-NemoExport -Id $export.Id' = 'POST /api/render/*/cancel'
    }
    foreach ($call in $calls.Keys) {
        New-State "$(($call -split ' ')[0]) waiting for the response" "$($calls[$call]): hold before answer" "$call -Connection `$nemo"
    }
    New-State 'Send-NemoUpload in the middle of the file' 'POST /api/upload-video/*: hold body after 1000 bytes' `
        ($upload.Replace('$clip', '$large')) @{ ExpectedBytes = 1000 }
    New-State 'Send-NemoUpload waiting for the response' 'POST /api/upload-video/*: hold before answer' $upload @{ ExpectedBytes = 10000 }
    New-State 'Send-NemoUpload sending two files' 'POST /api/upload-video/*: hold before answer x2' `
        'Send-NemoUpload -LiteralPath $clip, $clip -SessionPerFile -ThrottleLimit 2 -Connection $nemo' @{ ExpectedCount = 2 }
    New-State 'Invoke-NemoEdit reading the timeline first' 'GET /api/state/*: hold before answer' $edit
    New-State 'Invoke-NemoEdit before the response' 'POST /run_sse: hold before answer' $edit
    New-State 'Invoke-NemoEdit between two polls of the timeline' 'GET /api/state/*: answer 200 {state} x*' $edit @{ ExpectedCount = 2 }
    New-State 'Invoke-NemoEdit waiting after a broken stream' 'POST /run_sse: drop after 2 events' $edit
    New-State 'Invoke-NemoEdit in the middle of two streams' 'POST /run_sse: hold after 3 events x2' `
        '$uploads | Invoke-NemoEdit "title ""x""" -ThrottleLimit 2 -Connection $nemo' @{ ExpectedCount = 2; ExpectedEvents = 3 }
    New-State 'Invoke-Nemo in the middle of the stream' 'POST /run_sse: hold after 3 events' `
        'Invoke-Nemo "add a title x" -Session $session -Connection $nemo' @{ ExpectedEvents = 3 }
    New-State 'Start-NemoExport submitting' 'POST /api/render/proxy/lambda: hold before answer' $start
    New-State 'Wait-NemoExport between two polls' 'GET /api/render/*: answer 200 {"id":"x","status":"processing"}' $wait
    New-State 'Wait-NemoExport in the middle of three downloads' `
        "GET /output/*: drop after 20000 bytes x3`nGET /output/*: hold before answer x3" `
        '$exports | Wait-NemoExport -Destination $out -Connection $quick' @{ ExpectedCount = 6; ExpectedPart = 3 }
    New-State 'Wait-NemoExport between two attempts of a download' 'GET /output/*: drop after 20000 bytes' $wait @{ ExpectedPart = 1 }
    New-State 'New-NemoVideo in the middle of the file' 'POST /api/upload-video/*: hold body after 1000 bytes' `
        ($video.Replace('$clip', '$large')) @{ ExpectedBytes = 1000 }
    New-State 'New-NemoVideo in the middle of two streams' 'POST /run_sse: hold after 3 events x2' `
        ($video.Replace('$clip', '$clip, $other')) @{ ExpectedCount = 2; ExpectedEvents = 3 }
    New-State 'New-NemoVideo polling the export' 'GET /api/render/*: hold before answer' $video
    New-State 'New-NemoVideo in the middle of the download' "GET /output/*: drop after 20000 bytes`nGET /output/*: hold before answer" `
        ($video -replace 'nemo$', 'quick') @{ ExpectedCount = 2 }
}

# Starts an emulator and creates the objects that the states need. Import the module first. Returns an object with Emulator, Files, Option
# (of the connections), Variable (for the scripts) and State (for {state} in the faults). End it with Remove-StopFixture.
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
    $files = New-TestFolder
    $large = "$files/large.mp4"
    New-TestClip -Path $large -Length 64MB

    $session = New-NemoSession -Name 'stopped' -Connection $nemo
    $null = Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo
    $exports = 1..3 | ForEach-Object { Start-NemoExport -Session $session -Connection $nemo | Wait-NemoExport -Connection $nemo -PollIntervalSec 0.02 }
    $uploads = $clip, $clip, $clip | Send-NemoUpload -SessionPerFile -Connection $nemo
    $draft = (Get-NemoState -Session $session -Connection $nemo).DraftJson

    [pscustomobject] @{
        Emulator = $emulator
        Files    = $files
        Option   = @{ nemo = $long; quick = $short }
        Variable = @{ session = $session; export = $exports[0]; exports = $exports; uploads = $uploads; clip = $clip; large = $large
            other = Get-SampleClip -Name 'harbour.mp4' }
        # A state response, so that the emulator can repeat it.
        State    = "{""code"":0,""data"":{""session_id"":""$($session.SessionId)"",""task_id"":""1"",""task_name"":""stopped"",""state"":{""draft"":$draft}}}"
    }
}

# Removes what New-StopFixture created.
function Remove-StopFixture {
    param([Parameter(Mandatory, Position = 0)] [AllowNull()] $Fixture)

    Disconnect-Nemo -ErrorAction Ignore
    if ($Fixture) {
        Stop-NemoEmulator -Emulator $Fixture.Emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $Fixture.Files -Recurse -Force
    }
}

# Starts a script under faults in a new runspace, as Start-Background does. Then GetRequests() returns the requests since the start.
function Start-StopScript {
    param($Fixture, [string] $Fault, [string] $Script, [hashtable] $Variable = @{})

    $Fixture.Emulator.ClearFaults()

    # After a 429, all requests of the connection wait. So each script has connections of its own.
    $connections = @{}
    foreach ($name in $Fixture.Option.Keys) { $connections[$name] = Connect-Nemo -Option $Fixture.Option[$name] -PassThru 6> $null }

    $Fixture.Emulator.Reset()
    $Fixture.Emulator.AddFault($Fault.Replace('{state}', $Fixture.State))
    Start-Background -Variable ($Fixture.Variable + $connections + $Variable) -Script $Script
}

# Brings a cmdlet into one of the states of Get-StopState and waits until the server sees it. Returns the output of Start-StopScript.
function Start-StopState {
    param($Fixture, [hashtable] $State, [string] $Destination)

    $background = Start-StopScript $Fixture $State.Fault $State.Script @{ out = $Destination }
    $method, $path, $progress = $State.ExpectedRequest
    $null = Wait-Until -Because "the server must see '$($State.State)'" {
        $seen = @($Fixture.Emulator.GetRequests() | Where-Object { $_.method -eq $method -and $_.path -like $path })
        # The client closes the connection of a message when it has read its rejection, so that the state can be 'aborted'.
        $seen.Count -ge [math]::Max(1, [int] $State.ExpectedCount) -and
            ($seen[-1].state -eq $progress -or ($path -eq '/run_sse' -and $progress -eq 'completed' -and $seen[-1].isDone)) -and
            $seen[-1].bytesReceived -ge [long] $State.ExpectedBytes -and $seen[-1].eventsSent -ge [int] $State.ExpectedEvents
    }
    if ($State.ExpectedPart) { $null = Wait-Until { @(Get-ChildItem -LiteralPath $Destination -Filter '*.part').Count -eq $State.ExpectedPart } }
    $background
}
