<#
.SYNOPSIS
Runs every cmdlet through its success and failure cases, with every stream enabled. Secrets.Tests.ps1 runs it in a separate process
and searches all of its output and files for the token.

.DESCRIPTION
The token comes on standard input. Faults are set by the emulator's own URL, so that their text doesn't appear in a stream of this
process. -Brief leaves out the failures in which the service doesn't repeat the token.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $ApiUrl,
    [Parameter(Mandatory)] [string] $Clip,
    [Parameter(Mandatory)] [string] $Folder,
    [switch] $Brief
)

$token = [Console]::In.ReadLine()
$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
$ConfirmPreference = 'None'
$null = Start-Transcript -LiteralPath "$Folder/transcript.txt"
Import-Module -Name $Module -Verbose:$false

$option = @{
    StatePollIntervalSec = 0.01; StatePollCount = 1; RenderPollIntervalSec = 0.01; RetryDelaySec = 0.001; RetryCount = 1
    RecoveryDelaySec = 0.01; RecoveryIntervalSec = 0.01; RecoveryCount = 1; RateLimitDelaySec = 0.01; StreamIdleTimeoutSec = 5; RenderTimeoutSec = 1
}
$written = 0

function Set-Fault {
    param([string[]] $Fault)
    foreach ($method in 'Delete', 'Post') {
        $null = Invoke-RestMethod -Uri "$ApiUrl/_emulator/faults" -Method $method -Body ($Fault -join "`n") -ContentType 'text/plain; charset=utf-8' -Verbose:$false -Debug:$false
    }
}

# Runs a command and writes all of its output, including error details.
function Write-AllOutput {
    param([scriptblock] $Command)
    $all = try { & $Command *>&1 } catch { $_ }
    $script:written++
    $all | Out-Host
    # The messages are in the lines above. Their records add only where they were written.
    $all = @($all | Where-Object { $_ -isnot [System.Management.Automation.InformationalRecord] -and $_ -isnot [System.Management.Automation.InformationRecord] })
    $all | Format-List -Property * -Force | Out-Host
    foreach ($record in $all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) {
        $record | Format-List -Property * -Force | Out-Host
        # All nested exceptions, with all their properties.
        $record.Exception.ToString() | Out-Host
        for ($exception = $record.Exception; $exception; $exception = $exception.InnerException) {
            $exception | Select-Object -ExcludeProperty TargetSite, StackTrace -Property * | Format-List | Out-Host
        }
    }
    # As JSON, an error record of this depth contains half of the runtime. All error records are written once, at the end.
    $all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } |
        ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue | Set-Content -LiteralPath "$Folder/$written.json"
    $all | Export-Clixml -LiteralPath "$Folder/$written.clixml"
}

# Progress records can't be redirected, so a separate pipeline collects them.
function Write-ProgressRecord {
    param([scriptblock] $Command)
    $pipeline = [powershell]::Create()
    try {
        $null = $pipeline.AddScript($Command.ToString()).AddArgument($Module).AddArgument($ApiUrl).AddArgument($token).AddArgument($Clip).AddArgument($Folder)
        $null = try { $pipeline.Invoke() } catch { $_ }
        $pipeline.Streams.Progress | Format-List -Property * | Out-String -Width 400 | Add-Content -LiteralPath "$Folder/progress.txt"
    } finally {
        $pipeline.Dispose()
    }
}

$commands = @(
    { Get-NemoCredit }
    { New-NemoSession -Name 'secret' }
    { Get-NemoSession }
    { Get-NemoSession -All }
    { Get-NemoState }
    { Get-NemoState | Export-NemoTimeline -Path "$Folder/timeline.html" -Force }
    { Get-NemoSessionLink }
    { Send-NemoUpload -LiteralPath $Clip }
    { Send-NemoUpload -LiteralPath $Clip -SessionPerFile }
    { Send-NemoUpload -Url 'https://example.com/beach.mp4' }
    { Invoke-NemoEdit -Message 'add the title "x"' -IncludePartial -IncludeHeartbeat }
    { Invoke-Nemo -Request 'how many credits do I have?' }
    { Start-NemoExport }
    { Get-NemoExport }
    { Get-NemoExport | Select-Object -First 1 | Wait-NemoExport -Destination "$Folder/out" -Force -TimeoutSec 1 }
    { Stop-NemoExport -Id 'render_1' }
    # Each run has its own message, because a video that was created isn't created again.
    { New-NemoVideo "add the title ""$written""" -Destination "$Folder/videos" -LiteralPath $Clip -IncludeEvent -OutVariable output
        $output | Export-NemoReport -Path "$Folder/report.html" -Force }
    { Get-NemoConnection }
)

Set-Fault
Write-AllOutput { Connect-Nemo -Token $token -Option $option -PassThru }
$session = New-NemoSession -Name 'kept'
$null = Send-NemoUpload -LiteralPath $Clip
foreach ($command in $commands) { Write-AllOutput $command }

# A service or a proxy that repeats the token, and all other kinds of failure.
$failures = @(
    "answer 400 {""code"":7,""message"":""the token $token is odd""}"
    "answer 401 {""detail"":""Bearer $token was refused""}"
    "answer 403 text/html <html>Authorization: Bearer $token</html>"
    "answer 500 text/plain upstream said: Bearer $token"
    "answer 200 {""code"":1001,""message"":""$token has expired"",""data"":{""token"":""$token""}}"
    "answer 200 text/html <html>$token</html>"
    "answer 200 {""torn"":""$token"
    "answer 200 {""id"":""$token"",""status"":""failed"",""error"":""$token"",""task_name"":""$token"",""session_id"":""$token"",""claim_token"":""$token"",""state"":{""$token"":1}}"
    if (-not $Brief) {
        'status 402', 'code 2001', 'code 1002', 'status 429 retry-after 0', 'status 429 retry-after 86400', 'status 503'
        'drop before answer', 'reset before answer', 'redirect http://127.0.0.1:9/elsewhere'
    }
)
foreach ($failure in $failures) {
    Set-Fault
    Set-NemoSession -Session $session.SessionId
    Set-Fault "* /api/*: $failure x*", "POST /run_sse: $failure x*", "GET /output/*: $failure x*"

    # New-NemoVideo waits for up to 30 minutes while the service limits the rate.
    $possible = $commands | Where-Object { $failure -ne 'status 429 retry-after 0' -or "$_" -notlike '*New-NemoVideo*' }
    foreach ($command in $possible) { Write-AllOutput $command }
}

# Event streams that repeat the token.
foreach ($lines in @(
    "error lines data: {""error"":""$token was refused""}"
    "error lines data: {""errorCode"":""401"",""errorMessage"":""Bearer $token""}"
    "error lines data: {""errorCode"":""$token"",""errorMessage"":""$token""}"
    "raw lines data: {""type"":""tool_call"",""id"":""$token"",""name"":""$token"",""args"":{""$token"":""$token""}}"
    "raw lines data: {""type"":""tool_result"",""id"":""$token"",""name"":""$token"",""result"":[""$token""]}"
    "raw lines data: {""type"":""text"",""content"":""$token""}"
    "raw lines data: {""what"":""$token""}"
    "raw lines data: torn $token"
    "raw lines : $token"
    "error event ""$token"""
    'drop after 2 events', 'reset after 2 events'
)) {
    Set-Fault "POST /run_sse: $lines"
    Write-AllOutput { Invoke-NemoEdit -Message 'add the title "x"' -Session $session -IncludePartial -IncludeHeartbeat }
}

foreach ($fault in 'GET /api/nothing: reset', "GET /api/*: answer 500 text/plain Bearer $token x*", "POST /run_sse: raw lines data: {""type"":""text"",""content"":""$token""}") {
    Set-Fault $fault
    Write-ProgressRecord {
        param($Module, $ApiUrl, $Token, $Clip, $Folder)
        Import-Module -Name $Module
        Connect-Nemo -Token $Token -ApiUrl $ApiUrl -Option @{ RetryCount = 0; RenderPollIntervalSec = 0.01 }
        Send-NemoUpload -LiteralPath $Clip
        Invoke-NemoEdit -Message 'add the title "x"'
        Start-NemoExport | Wait-NemoExport -Destination "$Folder/shown" -Force -TimeoutSec 1
        New-NemoVideo "add the title ""$([guid]::NewGuid())""" -Destination "$Folder/shown" -LiteralPath $Clip
    }
}

# Failures of the connection itself.
Set-Fault
Write-AllOutput { Get-NemoConnection | Format-List -Property * -Force }
Write-AllOutput { Connect-Nemo -Token "$token`nwith more" }
Write-AllOutput { Connect-Nemo -Token $token -ApiUrl 'http://example.com/' }
Write-AllOutput { Connect-Nemo -Token $token -ApiUrl 'http://127.0.0.1:9/' -Option @{ RetryCount = 0 } }
Write-AllOutput { Connect-Nemo -Token $token -ApiUrl 'https://nemo.invalid/' -Option @{ RetryCount = 0 } -Proxy 'http://127.0.0.1:9/' -ProxyCredential ([pscredential]::new('user', (ConvertTo-SecureString -String $token -AsPlainText -Force))) }
$env:NEMO_TOKEN = $token
Write-AllOutput { Connect-Nemo -Option $option -PassThru }
Write-AllOutput { Disconnect-Nemo }

$Error | Format-List -Property * -Force | Out-String -Width 400 | Set-Content -LiteralPath "$Folder/error.txt"
$Error | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue | Set-Content -LiteralPath "$Folder/error.json"
[Environment]::CommandLine | Set-Content -LiteralPath "$Folder/commandline.txt"
Get-Module -Name NemoVideo | Format-List -Property * -Force | Out-String -Width 400 | Set-Content -LiteralPath "$Folder/module.txt"
$null = Stop-Transcript
"$written commands ran."
