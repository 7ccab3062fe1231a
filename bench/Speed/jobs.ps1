# Many exports and many videos.

function Measure-WaitExport {
    $results = foreach ($pair in 1..$script:pairs) {
        $null = Invoke-RestMethod -Uri "$($script:sink.Url)/connections" -Method Delete
        $result = Invoke-Measured @'
Connect-Sink
$begin = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
$ids = foreach ($index in 1..1000) { "due_$($begin + 45 * $index)_$index" }
$work = Measure-Work { @($ids | Wait-NemoExport).Count }
$work.Ms = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() - $begin
$work
'@ @{ Url = $script:sink.Url }
        if ($result.Value -ne 1000) { throw "Only $($result.Value) exports are complete." }
        $result + @{ Connections = Invoke-RestMethod -Uri "$($script:sink.Url)/connections" }
    }
    $interval = 30000
    New-Row 'Wait-NemoExport, 1,000 exports' 'the longest of them, 45 s' $results.Ms (@(45000) * $script:pairs) -AtMost ((1.1 * 45000 + $interval) / 45000) -Target '<= 1.1 x and one poll interval (30 s)'
    New-Row 'Wait-NemoExport, 1,000 exports: connections' '' $results.Connections (@(0) * $script:pairs) -Unit '' -Difference -AtMost 16 -Target '<= 16'
    New-Row 'Wait-NemoExport, 1,000 exports: CPU' 'wall' $results.CpuMs $results.Ms -AtMost 0.05 -Target '<= 5 % of a core'
}

# Creates files of 10 kB with different contents.
function New-SmallClips {
    param([string] $Path, [int] $Count)
    $head = [System.Text.Encoding]::ASCII.GetBytes("`0`0`0`bftyp`0`0`0`bmoov") + [byte[]]::new(10000)
    $null = New-Item -Path $Path -ItemType Directory -Force
    for ($index = 0; $index -lt $Count; $index++) {
        [System.BitConverter]::GetBytes($index).CopyTo($head, 100)
        [System.IO.File]::WriteAllBytes((Join-Path -Path $Path -ChildPath "clip$index.mp4"), $head)
    }
    # The cmdlet waits for files that are so new that a program may still be writing to them.
    Get-ChildItem -LiteralPath $Path | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddHours(-1) }
}

$script:videos = @'
Import-Module -Name $Module
# Without the seconds between two equal states, which are a small part of a real edit.
Connect-Nemo -ApiUrl $Url -Option @{ RenderPollIntervalSec = 0.1; StatePollIntervalSec = 0.02 } 6> $null
Measure-Work { @(Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' -Destination $Out -ThrottleLimit 16 6> $null | Where-Object Status -in 'Succeeded', 'AlreadyDone').Count }
'@

# Makes videos with an emulator, whose state is in memory, and logs of their own.
function Use-Jobs {
    param([int] $Count, [scriptblock] $Action)
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000000', '--silent-rate', '0', '--keep-requests', '1000'
    $work = Join-Path -Path $script:folder -ChildPath 'jobs'
    $saved = $env:NEMO_HOME
    try {
        New-SmallClips (Join-Path -Path $work -ChildPath 'clips') $Count
        & $Action @{ Url = $emulator.Url; Clips = (Join-Path -Path $work -ChildPath 'clips'); Out = (Join-Path -Path $work -ChildPath 'out') }
    } finally {
        $env:NEMO_HOME = $saved
        Stop-NemoEmulator -Emulator $emulator
        Remove-Item -LiteralPath $work -Recurse -Force
    }
}

function Measure-Jobs {
    $count = 1000
    Use-Jobs $count {
        param($variables)
        $both = Measure-Pair {
            # New videos: no records and no files of a previous run.
            $id = [guid]::NewGuid()
            $env:NEMO_HOME = Join-Path -Path $script:folder -ChildPath "jobs/home-$id"
            Invoke-Measured $script:videos @{ Url = $variables.Url; Clips = $variables.Clips; Out = "$($variables.Out)-$id" }
        } {
            Invoke-Measured 'Import-Baseline; Measure-Work { [NemoVideo.Baseline.JobBaseline]::Run($Url, $Clips, $Out, 16) }' @{
                Url = $variables.Url; Clips = $variables.Clips; Out = "$($variables.Out)-$([guid]::NewGuid())" }
        }
        foreach ($one in $both.Ours + $both.Theirs) { if ($one.Value -ne $count) { throw "Only $($one.Value) of $count videos were made." } }
        # Videos per second, so that a smaller time is a larger ratio.
        New-Row 'New-NemoVideo, 1,000 jobs, -ThrottleLimit 16' 'HttpClient, the same calls' @($both.Ours.Ms | ForEach-Object { 1000 * $count / $_ }) @(
            $both.Theirs.Ms | ForEach-Object { 1000 * $count / $_ }) -Unit 'per second' -AtLeast 0.55 -Target '>= 0.55 x'
    }
}

function Measure-Resume {
    $count = $script:resumedJobs
    Use-Jobs $count {
        param($variables)
        $env:NEMO_HOME = Join-Path -Path $script:folder -ChildPath 'jobs/home'
        $made = Invoke-Measured $script:videos $variables
        if ($made.Value -ne $count) { throw "Only $($made.Value) of $count videos were made." }
        $ours = foreach ($run in 1..$script:pairs) { Invoke-Measured $script:videos $variables }
        foreach ($one in $ours) { if ($one.Value -ne $count) { throw "Only $($one.Value) of $count finished videos were found." } }
        New-Row "New-NemoVideo, $('{0:N0}' -f $count) finished videos, for 1,000" '' ($ours | ForEach-Object { 1000 * $_.Ms / $count }) (@(0) * $script:pairs) -Difference -AtMost 60 -Target '<= 60 ms'
    }
}

function Measure-Stop {
    # Its states use properties that not all of them have.
    Set-StrictMode -Off
    $states = & (Join-Path -Path $script:bench -ChildPath 'Measure-Stop.ps1') -Count $script:pairs
    $worst = $states | Where-Object State -notlike 'PowerShell itself*' | Sort-Object -Property WorstMs | Select-Object -Last 1
    $itself = $states | Where-Object State -like 'PowerShell itself*'
    New-Row "Ctrl+C, worst of $(@($states).Count - 1) states" 'Start-Sleep' $worst.WorstMs $itself.MedianMs -Difference -AtMost 200 -Target '<= 200 ms' -Note $worst.State
}
