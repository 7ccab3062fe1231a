<#
.SYNOPSIS
Measures the cost of the progress display.

.DESCRIPTION
Runs the same pipelines alternately with $ProgressPreference set to Continue and SilentlyContinue, and compares the times. The pipelines
have almost no waiting time: a large upload, an edit with 80,000 events, and large downloads. In real use, most of the time is spent
waiting for the service, so the display takes a smaller share of the time.

Run the script in a terminal with at least 80 columns. Otherwise, PowerShell doesn't display progress.

.PARAMETER Count
The number of runs of each pipeline with each preference.

.OUTPUTS
An object for each pipeline: the medians in milliseconds, the median of the ratios of adjacent runs, and the ratio of the
processor times. The last object is the time of a single display update.

.EXAMPLE
./bench/Measure-Progress.ps1 | Format-Table -Wrap
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Count = 15
)

$ErrorActionPreference = 'Stop'
if ([Console]::IsOutputRedirected -or -not [Environment]::UserInteractive) { throw 'Run this script in a terminal. Otherwise, PowerShell does not display progress.' }

$tests = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests')
. (Join-Path -Path $tests -ChildPath 'common.ps1')
Import-Module -Name (Get-NemoModulePath) -Force

$folder = New-TestFolder
$recording = Join-Path -Path $folder -ChildPath 'events.sse'
$frames = 1..80000 | ForEach-Object { "data: {""type"":""tool_call"",""name"":""tool_$_"",""args"":{""n"":$_}}"; '' }
[System.IO.File]::WriteAllLines($recording, [string[]] $frames)

$emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--fault',
    "POST /run_sse: replay ""$recording"" x*"
Set-NemoEnvironment -ApiUrl $emulator.Url
try {
    $nemo = Connect-Nemo -PassThru 6> $null

    # A clip with an empty box at its end: large, but a valid video that the emulator returns unchanged.
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
    # The cmdlet waits for files that are so new that a program may still be writing to them.
    [System.IO.File]::SetLastWriteTime($large, [datetime]::Now.AddHours(-1))

    $session = New-NemoSession -Name 'progress'
    $null = Send-NemoUpload -LiteralPath $large
    $exports = 1..3 | ForEach-Object { Start-NemoExport | Wait-NemoExport -PollIntervalSec 0.02 }
    $pipelines = [ordered] @{
        'Upload of 200 MB'         = { Send-NemoUpload -LiteralPath $large -SessionPerFile }
        'Edit with 80000 events'   = { Invoke-NemoEdit -Message 'title "x"' -Session $session -ResultOnly }
        'Download of 3 x 200 MB'   = { $exports | Wait-NemoExport -Destination $folder -Force -PollIntervalSec 0.02 }
    }

    function Get-Median { param([double[]] $Number) @($Number | Sort-Object)[[math]::Floor($Number.Count / 2)] }
    foreach ($name in $pipelines.Keys) {
        $times = @{ Continue = @(); SilentlyContinue = @() }
        $cpu = @{ Continue = 0; SilentlyContinue = 0 }
        for ($i = -1; $i -lt $Count; $i++) {
            # The order alternates, so that other load on the machine affects both in the same way.
            $order = if ($i % 2) { 'Continue', 'SilentlyContinue' } else { 'SilentlyContinue', 'Continue' }
            foreach ($ProgressPreference in $order) {
                $process = [System.Diagnostics.Process]::GetCurrentProcess()
                $before = $process.TotalProcessorTime
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $null = & $pipelines[$name]
                $time = $clock.Elapsed.TotalMilliseconds
                $process.Refresh()
                # The first round is the warm-up.
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

    # The time of a display update, at the rate of the cmdlets. On a busy machine, the difference of two times isn't significant.
    $ProgressPreference = 'Continue'
    $draws = for ($i = 0; $i -lt 41; $i++) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Write-Progress -Activity 'Editing' -Status "Using tool_$i (0:$i)"
        $clock.Elapsed.TotalMilliseconds
        Start-Sleep -Milliseconds 250
    }
    Write-Progress -Activity 'Editing' -Completed
    $each = Get-Median ($draws | Select-Object -Skip 1)
    [pscustomobject] @{ Pipeline = "One display update: first $([math]::Round($draws[0], 1)) ms, then $([math]::Round($each, 2)) ms, $([math]::Round(4 * $each / 10, 2)) % of the time at four updates per second" }
} finally {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}
