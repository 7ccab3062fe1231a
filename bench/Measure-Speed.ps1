<#
.SYNOPSIS
Measures the module side by side with other tools that do the same work against the same server.

.DESCRIPTION
docs/performance.md describes the rows and their targets. The scripts in the folder Speed measure them. Each measurement runs in a new
PowerShell, whose own start isn't counted. Both sides of a pair run directly one after the other, so that other work on the computer
affects them in the same way. Requires Linux or macOS, curl, bash, PowerShell 7.6 and a Release build.

.PARAMETER Row
The rows to measure. Default: all.

.PARAMETER Full
Measures five pairs, and 10,000 finished videos. Default: one pair, and 2,000.

.OUTPUTS
One object per row: the medians of both sides, the median of their ratios or differences, and whether the target is met.

.EXAMPLE
./bench/Measure-Speed.ps1 -Row Upload, Events -Full | Format-Table -Property Work, Ours, Theirs, Unit, Compared, Target, Met, Note -Wrap

Measures two rows, with five pairs each.
#>
[CmdletBinding()]
param(
    [ValidateSet('Upload', 'UploadMemory', 'ManyUploads', 'Events', 'EventFilter', 'EventDelay', 'Unchanged', 'Download', 'Import', 'Connect',
        'FirstEdit', 'WaitExport', 'Jobs', 'State', 'Resume', 'Stop')]
    [string[]] $Row = @('Upload', 'UploadMemory', 'ManyUploads', 'Events', 'EventFilter', 'EventDelay', 'Unchanged', 'Download', 'Import', 'Connect',
        'FirstEdit', 'WaitExport', 'Jobs', 'State', 'Resume', 'Stop'),

    [switch] $Full
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. ([System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests', 'common.ps1'))
foreach ($part in 'measuring', 'transfers', 'events', 'startup', 'jobs', 'states') { . ([System.IO.Path]::Combine($PSScriptRoot, 'Speed', "$part.ps1")) }

$script:pairs = if ($Full) { 5 } else { 1 }
$script:resumedJobs = if ($Full) { 10000 } else { 2000 }
$script:folder = New-TestFolder
$script:sink = $null
$emulatorPath = $env:NEMO_EMULATOR_PATH
Set-NemoEnvironment
try {
    $env:NEMO_EMULATOR_PATH = [System.IO.Path]::Combine($script:repository, 'src', 'NemoVideo.Emulator', 'bin', 'Release', 'net10.0', 'NemoVideo.Emulator.dll')
    Assert-ReleaseBuild
    $script:sink = Start-Sink
    $env:NEMO_API_URL = $script:sink.Url
    foreach ($name in $Row) { & "Measure-$name" }
} finally {
    if ($script:sink) { $script:sink.Process.Kill() }
    Restore-NemoEnvironment
    $env:NEMO_EMULATOR_PATH = $emulatorPath
    Remove-Item -LiteralPath $script:folder -Recurse -Force
}
