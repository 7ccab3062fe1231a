<#
.SYNOPSIS
Compares the speed of two builds of the module in one run.

.DESCRIPTION
In each round, each build runs in a new PowerShell process. It imports the module, connects to the emulator, creates a session, uploads a
clip and sends a message, and measures each step. The first round is the warm-up and isn't counted.

.PARAMETER Baseline
The folder of the other build, such as output/NemoVideo of another clone.

.PARAMETER Count
The number of rounds.

.OUTPUTS
One object per step: the medians in milliseconds, and the ratio of this build to the baseline.

.EXAMPLE
./bench/Compare-Module.ps1 -Baseline ../before/output/NemoVideo | Format-Table
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Baseline,

    [ValidateRange(1, 1000)]
    [int] $Count = 10
)

$ErrorActionPreference = 'Stop'
. ([System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests', 'common.ps1'))

$script = @'
param($Module, $Url, $Clip)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$timer = [System.Diagnostics.Stopwatch]::new()
function Measure-Step($Name, [scriptblock] $Step) {
    $timer.Restart()
    $null = . $Step
    "$Name=$($timer.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
}
Measure-Step Import { Import-Module -Name $Module }
Measure-Step Connect { Connect-Nemo -ApiUrl $Url -NoCache -Option @{ StatePollIntervalSec = 0.01; StatePollCount = 1 } 6> $null }
Measure-Step Session { New-NemoSession -Name 'bench' }
Measure-Step Upload { Send-NemoUpload -Path $Clip }
Measure-Step Edit { Invoke-NemoEdit -Message 'add a title "One"' }
Measure-Step SecondEdit { Invoke-NemoEdit -Message 'add a title "Two"' }
'@

$emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000000'
$file = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "nemo-compare-$([guid]::NewGuid()).ps1"
try {
    Set-Content -LiteralPath $file -Value $script
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $builds = [ordered]@{ Baseline = (Resolve-Path -LiteralPath $Baseline).Path; Current = Get-NemoModulePath }
    $powershell = Get-PowerShellProgram
    $times = foreach ($round in 0..$Count) {
        foreach ($build in $builds.Keys) {
            $arguments = $powershell.ArgumentList + @('-NoProfile', '-NonInteractive', '-File', $file, $builds[$build], $emulator.Url, $clip)
            & $powershell.Path @arguments | ForEach-Object {
                $step, $milliseconds = $_ -split '='
                if ($round -gt 0) {
                    [pscustomobject]@{ Build = $build; Step = $step; Milliseconds = [double]::Parse($milliseconds, [cultureinfo]::InvariantCulture) }
                }
            }
        }
    }

    foreach ($step in $times | Group-Object -Property Step) {
        $medians = foreach ($build in $builds.Keys) {
            $sorted = @($step.Group.Where({ $_.Build -eq $build }).Milliseconds | Sort-Object)
            $sorted[[int][Math]::Floor($sorted.Count / 2)]
        }

        [pscustomobject]@{
            Step = $step.Name
            Baseline = [Math]::Round($medians[0], 1)
            Current = [Math]::Round($medians[1], 1)
            Ratio = [Math]::Round($medians[1] / $medians[0], 2)
        }
    }
} finally {
    Remove-Item -LiteralPath $file -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
}
