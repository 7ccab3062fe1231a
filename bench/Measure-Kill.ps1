<#
.SYNOPSIS
Kills a job at each line of its journal and runs it again, in several rounds.

.DESCRIPTION
A round runs the Describe block 'A job that is killed' of Resume.Tests.ps1 with its own emulator. For each of 21 points in the main job, a
PowerShell process runs the job, and is paused and killed at that point. Then the job runs again, and must create the right video with one
message and one render. There is at least one point for each of the twelve lines of the journal. Three points are skipped on systems other
than Linux. The script ends after the first failed round, and saves the journal, the output and the server records of that round.

.PARAMETER Rounds
The number of rounds.

.PARAMETER EvidencePath
The folder for the records of a failed round.

.OUTPUTS
An object per round: its number, whether it passed, the number of kills and the duration in seconds. The exit code is 1 if a round failed.

.EXAMPLE
./bench/Measure-Kill.ps1 -Rounds 100 | Format-Table

Runs 100 rounds with 2,100 kills, which takes several hours.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 100000)]
    [int] $Rounds = 100,

    [string] $EvidencePath = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'output', 'kill')
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name Pester -MinimumVersion 5.5 -MaximumVersion 5.99

$repository = Split-Path -Path $PSScriptRoot -Parent
$configuration = New-PesterConfiguration
$configuration.Run.Path = [System.IO.Path]::Combine($repository, 'tests', 'NemoVideo.PowerShell.Tests', 'Resume.Tests.ps1')
$configuration.Run.PassThru = $true
$configuration.Filter.FullName = 'A job that is killed.*'
$configuration.Output.Verbosity = 'None'

$previous = $env:NEMO_KILL_EVIDENCE
$failed = $false
try {
    $env:NEMO_KILL_EVIDENCE = $EvidencePath
    for ($round = 1; $round -le $Rounds -and -not $failed; $round++) {
        if (Test-Path -LiteralPath $EvidencePath) { Remove-Item -LiteralPath $EvidencePath -Recurse -Force }
        $null = New-Item -ItemType Directory -Path $EvidencePath
        $run = Invoke-Pester -Configuration $configuration

        # A round without any test hasn't passed.
        $failed = $run.Result -ne 'Passed' -or $run.PassedCount -eq 0
        [pscustomobject] @{
            Round   = $round
            Passed  = -not $failed
            Kills   = $run.PassedCount + $run.FailedCount
            Seconds = [math]::Round($run.Duration.TotalSeconds, 1)
        }
        foreach ($test in $run.Failed) {
            Write-Warning -Message "Round $round, $($test.ExpandedName):`n$($test.ErrorRecord.DisplayErrorMessage -join "`n")"
        }
    }
} finally {
    $env:NEMO_KILL_EVIDENCE = $previous
}

if ($failed) {
    Write-Warning -Message "The records of the failed round are in $EvidencePath"
    exit 1
}

Remove-Item -LiteralPath $EvidencePath -Recurse -Force
exit 0
