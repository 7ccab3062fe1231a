<#
.SYNOPSIS
Runs every cmdlet through its success and failure cases, with every stream enabled. Secrets.Tests.ps1 runs it in a separate process
and searches all of its output and files for the token.

.DESCRIPTION
The token comes on standard input. Faults are set by the emulator's own URL, so that their text doesn't appear in a stream of this
process.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $ApiUrl,
    [Parameter(Mandatory)] [string] $Clip,
    [Parameter(Mandatory)] [string] $Folder
)

$token = [Console]::In.ReadLine()
$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
$ConfirmPreference = 'None'
$null = Start-Transcript -LiteralPath "$Folder/transcript.txt"
Import-Module -Name $Module -Verbose:$false

$option = @{
    StatePollIntervalSec = 0.01; StatePollCount = 1; RenderPollIntervalSec = 0.01; RetryDelaySec = 0.001; RetryCount = 1
    RecoveryDelaySec = 0.01; RecoveryIntervalSec = 0.01; RecoveryCount = 1; StreamIdleTimeoutSec = 5; RenderTimeoutSec = 1
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

$commands = @(
    { Get-NemoCredit }
    { New-NemoSession -Name 'secret' }
    { Get-NemoSession }
    { Get-NemoSession -All }
    { Get-NemoState }
    { Get-NemoState | Export-NemoTimeline -Path "$Folder/timeline.html" -Force }
    { Get-NemoSessionLink }
    { Send-NemoUpload -LiteralPath $Clip }
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

# A service or a proxy that repeats the token. TokenSweepTests of the client repeats it in each field.
foreach ($failure in @(
    "answer 400 {""code"":7,""message"":""the token $token is odd""}"
    "answer 500 text/plain upstream said: Bearer $token"
    "answer 200 {""id"":""$token"",""status"":""failed"",""error"":""$token"",""task_name"":""$token"",""session_id"":""$token"",""claim_token"":""$token"",""state"":{""$token"":1}}"
)) {
    Set-Fault
    Set-NemoSession -Session $session.SessionId
    Set-Fault "* /api/*: $failure x*", "POST /run_sse: $failure x*", "GET /output/*: $failure x*"
    foreach ($command in $commands) { Write-AllOutput $command }
}

# Event streams that repeat the token.
foreach ($lines in @(
    "error lines data: {""errorCode"":""$token"",""errorMessage"":""$token""}"
    "raw lines data: {""type"":""tool_call"",""id"":""$token"",""name"":""$token"",""args"":{""$token"":""$token""}}"
    "raw lines data: {""type"":""text"",""content"":""$token""}"
    "raw lines data: torn $token"
)) {
    Set-Fault "POST /run_sse: $lines"
    Write-AllOutput { Invoke-NemoEdit -Message 'add the title "x"' -Session $session -IncludePartial -IncludeHeartbeat }
}

# Progress records can't be redirected, so a separate pipeline collects them.
Set-Fault "POST /run_sse: raw lines data: {""type"":""tool_call"",""name"":""$token""}"
$pipeline = [powershell]::Create()
$null = $pipeline.AddScript({
    param($Module, $ApiUrl, $Token, $Clip, $Folder)
    Import-Module -Name $Module
    Connect-Nemo -Token $Token -ApiUrl $ApiUrl -Option @{ RetryCount = 0; RenderPollIntervalSec = 0.01 }
    Send-NemoUpload -LiteralPath $Clip
    Invoke-NemoEdit -Message 'add the title "x"'
    New-NemoVideo "add the title ""shown""" -Destination "$Folder/shown" -LiteralPath $Clip
}.ToString()).AddArgument($Module).AddArgument($ApiUrl).AddArgument($token).AddArgument($Clip).AddArgument($Folder)
$null = try { $pipeline.Invoke() } catch { $_ }
$pipeline.Streams.Progress | Format-List -Property * | Out-String -Width 400 | Set-Content -LiteralPath "$Folder/progress.txt"
$pipeline.Dispose()

# Failures of the connection itself.
Set-Fault
Write-AllOutput { Connect-Nemo -Token "$token`nwith more" }
Write-AllOutput { Connect-Nemo -Token $token -ApiUrl 'http://127.0.0.1:9/' -Option @{ RetryCount = 0 } }
Write-AllOutput { Connect-Nemo -Token $token -ApiUrl 'https://nemo.invalid/' -Option @{ RetryCount = 0 } -Proxy 'http://127.0.0.1:9/' -ProxyCredential ([pscredential]::new('user', (ConvertTo-SecureString -String $token -AsPlainText -Force))) }
$env:NEMO_TOKEN = $token
Write-AllOutput { Connect-Nemo -Option $option -PassThru }
Write-AllOutput { Disconnect-Nemo }

$Error | Format-List -Property * -Force | Out-String -Width 400 | Set-Content -LiteralPath "$Folder/error.txt"
$Error | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue | Set-Content -LiteralPath "$Folder/error.json"
[Environment]::CommandLine | Set-Content -LiteralPath "$Folder/commandline.txt"
$null = Stop-Transcript
"$written commands ran."
