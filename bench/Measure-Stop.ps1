<#
.SYNOPSIS
Measures how long each waiting cmdlet takes to stop after Ctrl+C, in each of its states.

.DESCRIPTION
The states are those of Stopping.Tests.ps1. For each state, a pipeline runs in its own runspace until the server confirms the state. Then
the script stops the pipeline as the console does when you press Ctrl+C, and measures the time until it ends. The first row is the time
that PowerShell itself needs, measured with Start-Sleep.

.PARAMETER Count
The number of measurements of each state.

.PARAMETER State
The states to measure. Wildcards are supported.

.OUTPUTS
An object for each state, with the median and the maximum in milliseconds.

.EXAMPLE
./bench/Measure-Stop.ps1 | Format-Table

Measures all states.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Count = 5,

    [string] $State = '*'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$tests = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests')
. (Join-Path -Path $tests -ChildPath 'common.ps1')
. (Join-Path -Path $tests -ChildPath 'stopping.ps1')
Import-Module -Name (Get-NemoModulePath) -Force

function Measure-OneStop {
    param($Background)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $Background.Shell.Stop()
    $clock.Elapsed.TotalMilliseconds
}

function ConvertTo-Figure {
    param([string] $Name, [double[]] $Milliseconds)
    $sorted = @($Milliseconds | Sort-Object)
    [pscustomobject] @{
        State    = $Name
        MedianMs = [math]::Round($sorted[[math]::Floor($sorted.Count / 2)], 1)
        WorstMs  = [math]::Round($sorted[-1], 1)
        Count    = $sorted.Count
    }
}

$fixture = New-StopFixture
try {
    $times = for ($i = 0; $i -lt $Count; $i++) {
        $begun = [System.Threading.ManualResetEventSlim]::new()
        $background = Start-Background -Variable @{ begun = $begun } -Script '$begun.Set(); Start-Sleep -Seconds 60'
        $begun.Wait()
        Measure-OneStop $background
        Stop-Background $background
    }
    ConvertTo-Figure 'PowerShell itself: Start-Sleep' $times

    foreach ($one in Get-StopState | Where-Object { $_.State -like $State }) {
        $times = for ($i = 0; $i -lt $Count; $i++) {
            $out = New-TestFolder
            $background = Start-StopState $fixture $one $out
            Measure-OneStop $background
            $fixture.Emulator.ClearFaults()
            $fixture.Emulator.Release()
            Stop-Background $background
            Remove-Item -LiteralPath $out -Recurse -Force
        }
        ConvertTo-Figure $one.State $times
    }
} finally {
    Remove-StopFixture $fixture
}
