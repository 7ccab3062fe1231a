<#
.SYNOPSIS
Measures New-NemoVideo with many videos: speed, memory use, and behavior under faults and kills.

.DESCRIPTION
The tests run against an emulator in a process of its own.

Speed creates the same number of videos with each throttle limit. An edit takes about 1 second, an export takes 2 seconds, and the poll
interval is 1 second. The ratio of a throttle limit is the time with the throttle limit 1 divided by its own time.

Memory creates many small videos, and measures the memory of the process after one tenth of the videos and at the end. It then runs the
same command again, which finds all videos complete.

Faults runs New-NemoVideo in new processes while the emulator injects a random fault every second. It kills the first three processes at
random times. At the end, it compares the results with the messages that the emulator processed.

.PARAMETER Test
The tests to run.

.PARAMETER Count
The number of videos of each test. The default is 200 for Speed, 10,000 for Memory and 500 for Faults.

.PARAMETER Seed
The seed of the random faults and kills.

.OUTPUTS
An object for each measurement. If messages were sent twice or results are wrong, the script throws an error.

.EXAMPLE
./bench/Measure-Jobs.ps1 -Test Speed | Format-Table

Measures the speed with 1, 4, 8 and 16 videos at the same time.
#>
[CmdletBinding()]
param(
    [ValidateSet('Speed', 'Memory', 'Faults')]
    [string[]] $Test = @('Speed', 'Memory', 'Faults'),

    [ValidateRange(10, 1000000)]
    [int] $Count,

    [int] $Seed = 1
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$tests = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests')
. (Join-Path -Path $tests -ChildPath 'common.ps1')

# Runs in a new PowerShell, so that each measurement starts in the same state.
$prelude = @'
param($Module, $Clips, $Out, $Throttle)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name $Module
$quick = @{ RetryDelaySec = 0.2; RecoveryDelaySec = 1; RecoveryIntervalSec = 1; RateLimitDelaySec = 1; RenderPollIntervalSec = 1 }
Connect-Nemo -Option $quick 6> $null
'@

$scripts = @{
    Speed  = @'
$timer = [System.Diagnostics.Stopwatch]::StartNew()
$results = Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' $Out -ThrottleLimit $Throttle
"$($timer.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)) $(@($results | Where-Object Status -EQ 'Succeeded').Count)"
'@
    Memory = @'
$total = [System.IO.Directory]::GetFiles($Clips).Count
$timer = [System.Diagnostics.Stopwatch]::StartNew()
function Get-Memory {
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    "$([GC]::GetTotalMemory($true)) $($process.WorkingSet64) $($timer.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture))"
}
$done = 0
Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' $Out -ThrottleLimit $Throttle | ForEach-Object {
    if ($_.Status -in 'Succeeded', 'AlreadyDone' -and (++$done -eq $total / 10 -or $done -eq $total)) { Get-Memory }
}
'@
    Faults = @'
Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' $Out -ThrottleLimit $Throttle -ErrorAction SilentlyContinue |
    ForEach-Object { "$($_.Status)|$($_.SourcePath)|$($_.Error)" }
'@
}

# Creates clips with different contents.
function New-Clips {
    param([int] $Number)
    $folder = New-TestFolder
    $clips = (New-Item -Path (Join-Path -Path $folder -ChildPath 'clips') -ItemType Directory).FullName
    $head = [byte[]] (0, 0, 0, 24) + [System.Text.Encoding]::ASCII.GetBytes('ftypisom')
    for ($i = 1; $i -le $Number; $i++) {
        [System.IO.File]::WriteAllBytes((Join-Path -Path $clips -ChildPath "clip$i.mp4"), $head + [byte[]]::new(1000) + [System.BitConverter]::GetBytes($i))
    }

    [pscustomobject] @{ Folder = $folder; Clips = $clips; Out = Join-Path -Path $folder -ChildPath 'out' }
}

function Start-Measured {
    param([string] $Name, $Work, [int] $Throttle, [string] $Output)
    $file = Join-Path -Path $Work.Folder -ChildPath "$Name.ps1"
    Set-Content -LiteralPath $file -Value ($prelude + "`n" + $scripts[$Name])
    $arguments = '-NoProfile', '-NonInteractive', '-File', $file, (Get-NemoModulePath), $Work.Clips, $Work.Out, $Throttle
    $process = Start-Process -FilePath (Get-Process -Id $PID).Path -ArgumentList $arguments -RedirectStandardOutput $Output -RedirectStandardError "$Output.err" -PassThru
    $null = $process.Handle
    $process
}

function Complete-Measured {
    param($Process, [string] $Output)
    $Process.WaitForExit()
    if ($Process.ExitCode -ne 0) { throw "PowerShell ended with code $($Process.ExitCode): $(Get-Content -LiteralPath "$Output.err" -Raw)" }
    Get-Content -LiteralPath $Output
}

function Measure-Speed {
    param([int] $Number)
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000000', '--event-delay-ms', '150', '--silent-rate', '0', '--render-seconds', '2', '--keep-requests', '1000'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    try {
        $single = $null
        foreach ($throttle in 1, 4, 8, 16) {
            $work = New-Clips -Number $Number
            $saved = $env:NEMO_HOME
            $env:NEMO_HOME = Join-Path -Path $work.Folder -ChildPath 'home'
            $output = Join-Path -Path $work.Folder -ChildPath 'out.txt'
            $seconds, $succeeded = (Complete-Measured (Start-Measured Speed $work $throttle $output) $output) -split ' '
            $env:NEMO_HOME = $saved
            Remove-Item -LiteralPath $work.Folder -Recurse -Force
            if ([int] $succeeded -ne $Number) { throw "Only $succeeded of $Number videos were created." }
            $seconds = [double]::Parse($seconds, [cultureinfo]::InvariantCulture)
            $single ??= $seconds
            [pscustomobject] @{
                Test = 'Speed'; Videos = $Number; ThrottleLimit = $throttle; Seconds = [math]::Round($seconds, 1)
                Ratio = [math]::Round($single / $seconds, 2); RatioPerSlot = [math]::Round($single / $seconds / $throttle, 2)
            }
        }
    } finally {
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
    }
}

function Measure-Memory {
    param([int] $Number)
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000000', '--silent-rate', '0', '--keep-requests', '1000'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $work = New-Clips -Number $Number
    try {
        foreach ($run in 'First', 'Second') {
            $output = Join-Path -Path $work.Folder -ChildPath "$run.txt"
            $measured = Complete-Measured (Start-Measured Memory $work 16 $output) $output | ForEach-Object {
                $managed, $set, $seconds = $_ -split ' ' | ForEach-Object { [double]::Parse($_, [cultureinfo]::InvariantCulture) }
                [pscustomobject] @{ Managed = $managed / 1MB; WorkingSet = $set / 1MB; Seconds = $seconds }
            }
            if (@($measured).Count -ne 2) { throw "Not all of the $Number videos were created." }
            [pscustomobject] @{
                Test = "Memory, $run run"; Videos = $Number; Seconds = [math]::Round($measured[1].Seconds, 1)
                ManagedMiB = [math]::Round($measured[1].Managed, 1); ManagedGrowthMiB = [math]::Round($measured[1].Managed - $measured[0].Managed, 1)
                WorkingSetMiB = [math]::Round($measured[1].WorkingSet, 1); WorkingSetGrowthMiB = [math]::Round($measured[1].WorkingSet - $measured[0].WorkingSet, 1)
            }
        }
    } finally {
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $work.Folder -Recurse -Force
    }
}

function Measure-Faults {
    param([int] $Number)
    $random = [System.Random]::new($Seed)
    $faults = @(
        'POST /run_sse: reset', 'POST /run_sse: drop before answer', 'POST /run_sse: drop after 2 events', 'POST /run_sse: status 503'
        'POST /run_sse: status 503 after work', 'POST /run_sse: status 429 retry-after 1 x4', 'POST /run_sse: end after 1 events'
        'POST /api/tasks/*: reset', 'POST /api/tasks/*: status 429 retry-after 1', 'POST /api/upload-video/*: reset'
        'POST /api/upload-video/*: drop before answer', 'GET /api/state/*: status 503 x3', 'GET /api/state/*: drop after 50 bytes'
        'POST /api/render/proxy/lambda: drop before answer', 'POST /api/render/proxy/lambda: status 503', 'GET /api/render/*: status 500 x3'
        '* /output/*: drop after 20 bytes', '* /output/*: status 404', 'POST /api/render/proxy/lambda: fail render "The worker failed."'
    )
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000000', '--silent-rate', '0.3', '--event-delay-ms', '50', '--render-seconds', '1'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $work = New-Clips -Number $Number
    try {
        $injected = 0
        $results = @{}
        for ($run = 1; $run -le 8; $run++) {
            $output = Join-Path -Path $work.Folder -ChildPath "run$run.txt"
            $process = Start-Measured Faults $work 16 $output
            $end = [datetime]::UtcNow.AddSeconds(8 + 12 * $random.NextDouble())
            while (-not $process.WaitForExit(1000)) {
                # The last runs have no faults, because a fault in each run would never end.
                if ($run -le 6) {
                    $emulator.AddFault($faults[$random.Next($faults.Count)])
                    $injected++
                }
                if ($run -le 3 -and [datetime]::UtcNow -gt $end) { $process.Kill() }
            }

            $emulator.ClearFaults()
            foreach ($line in Get-Content -LiteralPath $output) {
                $status, $source, $reason = $line -split '\|', 3
                if ($source) { $results[$source] = [pscustomobject] @{ Status = $status; Reason = $reason } }
            }
        }

        $sessions = @(Invoke-RestMethod -Uri "$($emulator.Url)/_emulator/sessions" | ForEach-Object { $_ })
        $messages = @{}
        foreach ($session in $sessions) { $messages[$session.name] = $session.messageCount + [int] $messages[$session.name] }
        $twice = @($messages.Keys | Where-Object { $messages[$_] -gt 1 })
        $done = @($results.Values | Where-Object { $_.Status -in 'Succeeded', 'AlreadyDone' })
        $unknown = @($results.Keys | Where-Object { $results[$_].Reason -like '*unknown whether*' })
        $arrived = @($unknown | Where-Object { $messages[[System.IO.Path]::GetFileNameWithoutExtension($_)] -gt 0 })
        $failed = @($results.Values | Where-Object { $_.Status -notin 'Succeeded', 'AlreadyDone' } | Group-Object -Property Reason | ForEach-Object { "$($_.Count) x $($_.Name)" })
        [pscustomobject] @{
            Test = 'Faults'; Videos = $Number; Kills = 3; Faults = $injected; Results = $results.Count; Done = $done.Count
            UnknownOutcome = $unknown.Count; UnknownButArrived = $arrived.Count; SentTwice = $twice.Count; Failed = $failed -join ', '
            Files = [System.IO.Directory]::GetFiles($work.Out).Count
        }
        if ($twice.Count -gt 0) { throw "These clips were charged twice: $($twice -join ', ')" }
    } finally {
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $work.Folder -Recurse -Force
    }
}

foreach ($one in $Test) {
    $number = if ($Count) { $Count } else { @{ Speed = 200; Memory = 10000; Faults = 500 }[$one] }
    & "Measure-$one" -Number $number
}
