<#
.SYNOPSIS
A runbook of Azure Automation that runs Invoke-NemoFolder.ps1 on a Hybrid Runbook Worker.

.DESCRIPTION
The runbook needs a Hybrid Runbook Worker, because it stores its records in a folder on the disk of the worker. Azure Automation can start
an interrupted runbook again. In an Azure sandbox, the records would then be lost, and the service would charge for all messages again.

The runbook fails if there were errors, so that alerts of Azure Automation report them.
#>
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [string] $Message,

    # A folder for the records, in the profile of the worker's account. Create it before the first run.
    [Parameter(Mandatory)]
    [string] $DataPath,

    # The path of Invoke-NemoFolder.ps1 on the worker.
    [string] $ScriptPath = 'C:\Program Files\NemoVideo\Invoke-NemoFolder.ps1'
)

$ErrorActionPreference = 'Stop'
if (-not (Test-Path -LiteralPath $DataPath -PathType Container)) {
    throw "The folder '$DataPath' doesn't exist. Start the runbook on a Hybrid Runbook Worker that has this folder."
}

$env:NEMO_HOME = $DataPath
$env:NEMO_TOKEN = Get-AutomationVariable -Name 'NemoToken'
& $ScriptPath -Path $Path -Destination $Destination -Message $Message
if ($LASTEXITCODE) {
    throw "The runbook ended with exit code $LASTEXITCODE. The output contains the errors."
}
