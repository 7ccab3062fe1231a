<#
.SYNOPSIS
Measures what the progress lines cost.

.DESCRIPTION
Runs the same pipelines with $ProgressPreference Continue and SilentlyContinue in turns, and compares the times. The work is
such that hardly anything is waited for: a large file goes up, an edit brings 80000 events, large videos come down. In
real use nearly all of the time is the service's, and the share is smaller.

Run it in a real terminal, at least 80 columns wide: elsewhere PowerShell draws no lines, and there is nothing to measure.

.PARAMETER Count
How often each pipeline is run in each of the two ways.

.OUTPUTS
An object for each pipeline: the medians in milliseconds, the median of the ratios of neighbours, and the ratio of the
processor times. The last one tells what a draw takes by itself.

.EXAMPLE
./bench/Measure-Progress.ps1 | Format-Table -Wrap
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Count = 15
)

$ErrorActionPreference = 'Stop'
if ([Console]::IsOutputRedirected -or -not [Environment]::UserInteractive) { throw 'Run this in a terminal: elsewhere no progress is drawn.' }

$tests = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests')
. (Join-Path -Path $tests -ChildPath 'common.ps1')
Import-Module -Name (Get-NemoModulePath) -Force

$emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
Set-NemoEnvironment -ApiUrl $emulator.Url
$folder = New-TestFolder
try {
    $nemo = Connect-Nemo -PassThru 6> $null

    # A clip with a box of nothing behind it: as long as it should be, and still a video that the emulator gives back whole.
    $large = Join-Path -Path $folder -ChildPath 'large.mp4'
    Copy-Item -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Destination $large
    $padding = 200MB
    $stream = [System.IO.File]::OpenWrite($large)
    $null = $stream.Seek(0, 'End')
    $head = [System.BitConverter]::GetBytes([uint32] $padding)
    [array]::Reverse($head)
    $stream.Write($head + [System.Text.Encoding]::ASCII.GetBytes('free'), 0, 8)
    $stream.SetLength($stream.Position - 8 + $padding)
    $stream.Dispose()

    $recording = Join-Path -Path $folder -ChildPath 'events.sse'
    $frames = 1..80000 | ForEach-Object { "data: {""type"":""tool_call"",""name"":""tool_$_"",""args"":{""n"":$_}}"; '' }
    [System.IO.File]::WriteAllLines($recording, [string[]] $frames)

    $session = New-NemoSession -Name 'progress'
    $null = Send-NemoUpload -LiteralPath $large
    $exports = 1..3 | ForEach-Object { Start-NemoExport | Wait-NemoExport -PollIntervalSec 0.02 }
    $pipelines = [ordered] @{
        'Upload of 200 MB'         = { Send-NemoUpload -LiteralPath $large -SessionPerFile }
        'Edit with 80000 events'   = {
            $emulator.AddFault("POST /run_sse: replay ""$recording""")
            Invoke-NemoEdit -Message 'title "x"' -Session $session -ResultOnly
        }
        'Download of 3 x 200 MB'   = { $exports | Wait-NemoExport -Destination $folder -Force -PollIntervalSec 0.02 }
    }

    function Get-Median { param([double[]] $Number) @($Number | Sort-Object)[[math]::Floor($Number.Count / 2)] }
    foreach ($name in $pipelines.Keys) {
        $times = @{ Continue = @(); SilentlyContinue = @() }
        $cpu = @{ Continue = 0; SilentlyContinue = 0 }
        for ($i = -1; $i -lt $Count; $i++) {
            # In turns, and who comes first in turns as well: what else the machine does meets both alike.
            $order = if ($i % 2) { 'Continue', 'SilentlyContinue' } else { 'SilentlyContinue', 'Continue' }
            foreach ($ProgressPreference in $order) {
                $process = [System.Diagnostics.Process]::GetCurrentProcess()
                $before = $process.TotalProcessorTime
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $null = & $pipelines[$name]
                $time = $clock.Elapsed.TotalMilliseconds
                $process.Refresh()
                # The first round warms up.
                if ($i -ge 0) {
                    $times[$ProgressPreference] += $time
                    $cpu[$ProgressPreference] += ($process.TotalProcessorTime - $before).TotalMilliseconds
                }
            }
        }

        $ratios = for ($i = 0; $i -lt $Count; $i++) { $times.Continue[$i] / $times.SilentlyContinue[$i] }
        [pscustomobject] @{
            Pipeline  = $name
            WithMs    = [math]::Round((Get-Median $times.Continue), 1)
            WithoutMs = [math]::Round((Get-Median $times.SilentlyContinue), 1)
            Ratio     = [math]::Round((Get-Median $ratios), 3)
            CpuRatio  = [math]::Round($cpu.Continue / $cpu.SilentlyContinue, 3)
            Count     = $Count
        }
    }

    # What the drawing itself takes, at the pace of the cmdlets: on a busy machine the difference of two times drowns.
    $ProgressPreference = 'Continue'
    $draws = for ($i = 0; $i -lt 41; $i++) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Write-Progress -Activity 'Editing' -Status "Using tool_$i (0:$i)"
        $clock.Elapsed.TotalMilliseconds
        Start-Sleep -Milliseconds 250
    }
    Write-Progress -Activity 'Editing' -Completed
    $each = Get-Median ($draws | Select-Object -Skip 1)
    [pscustomobject] @{ Pipeline = "One line: first $([math]::Round($draws[0], 1)) ms, then $([math]::Round($each, 2)) ms, $([math]::Round(4 * $each / 10, 2)) % at four a second" }
} finally {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}
