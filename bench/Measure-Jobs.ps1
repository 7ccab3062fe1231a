<#
.SYNOPSIS
Measures New-NemoVideo with many videos: speed, memory use, and behavior under faults, under kills and in several processes.

.DESCRIPTION
The tests run against an emulator in a process of its own.

Speed creates the same number of videos with each throttle limit. An edit takes about 1 second, an export takes 2 seconds, and the poll
interval is 1 second. The ratio of a throttle limit is the time with the throttle limit 1 divided by its own time.

Memory creates many small videos, and measures the memory of the process after one tenth of the videos and at the end. It then runs the
same command again, which finds all videos complete.

Faults runs New-NemoVideo in new processes while the emulator injects a random fault every second. It kills the first three processes
after a random number of videos.

Processes runs New-NemoVideo in several processes at the same time: with the same videos in one data folder, with shards in one data folder,
and with shards in separate data folders. Each time, it kills a random process at a random time and starts it again.

At the end, Faults and Processes compare the results with the messages that the emulator processed. Each video must be created once, unless
its message never arrived and the outcome is therefore unknown. No message may be charged twice.

.PARAMETER Test
The tests to run.

.PARAMETER Count
The number of videos of each test. The default is 200 for Speed, 10,000 for Memory, 500 for Faults and 800 for Processes.

.PARAMETER ProcessCount
The number of processes of the test Processes.

.PARAMETER Seed
The seed of the random faults and kills.

.OUTPUTS
An object for each measurement. If a message was charged twice or a result is wrong, the script throws an error.

.EXAMPLE
./bench/Measure-Jobs.ps1 -Test Speed | Format-Table

Measures the speed with 1, 4, 8 and 16 videos at the same time.
#>
[CmdletBinding()]
param(
    [ValidateSet('Speed', 'Memory', 'Faults', 'Processes')]
    [string[]] $Test = @('Speed', 'Memory', 'Faults', 'Processes'),

    [ValidateRange(10, 1000000)]
    [int] $Count,

    [ValidateRange(2, 64)]
    [int] $ProcessCount = 16,

    [int] $Seed = 1
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$tests = [System.IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), 'tests', 'NemoVideo.PowerShell.Tests')
. (Join-Path -Path $tests -ChildPath 'common.ps1')

$powershell = Get-PowerShellProgram

# Runs in a new PowerShell, so that each measurement starts in the same state.
$prelude = @'
param($Module, $Clips, $Out, $Throttle, $ShardIndex, $ShardCount)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name $Module
$quick = @{ RetryDelaySec = 0.2; RecoveryDelaySec = 1; RecoveryIntervalSec = 1; RateLimitDelaySec = 1; RenderPollIntervalSec = 1 }
Connect-Nemo -Option $quick 6> $null
'@

$scripts = @{
    Speed   = @'
$timer = [System.Diagnostics.Stopwatch]::StartNew()
$results = Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' -Destination $Out -ThrottleLimit $Throttle 6> $null
"$($timer.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)) $(@($results | Where-Object Status -EQ 'Succeeded').Count)"
'@
    Memory  = @'
$total = [System.IO.Directory]::GetFiles($Clips).Count
$timer = [System.Diagnostics.Stopwatch]::StartNew()
function Get-Memory {
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    "$([GC]::GetTotalMemory($true)) $($process.WorkingSet64) $($timer.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture))"
}
$done = 0
Get-ChildItem -LiteralPath $Clips | New-NemoVideo 'add a title "Measured"' -Destination $Out -ThrottleLimit $Throttle 6> $null | ForEach-Object {
    if ($_.Status -in 'Succeeded', 'AlreadyDone' -and (++$done -eq [math]::Floor($total / 10) -or $done -eq $total)) { Get-Memory }
}
'@
    Results = @'
$shard = if ($ShardCount) { @{ ShardIndex = $ShardIndex; ShardCount = $ShardCount } } else { @{} }
Get-ChildItem -LiteralPath $Clips |
    New-NemoVideo 'add a title "Measured"' -Destination $Out -ThrottleLimit $Throttle -ErrorAction SilentlyContinue -WarningAction SilentlyContinue @shard 6> $null |
    ForEach-Object { "$($_.Status)|$($_.SourcePath)|$($_.Error)|" }
'@
}

function Start-Emulator {
    param([string[]] $ArgumentList)
    Stop-NemoEmulator -Emulator $emulator
    $script:emulator = Start-NemoEmulator -ArgumentList (@('--no-ffmpeg', '--credits', '1000000000') + $ArgumentList)
    $env:NEMO_API_URL = $emulator.Url
}

# Creates clips with different contents.
function New-Clips {
    param([int] $Number)
    $folder = (New-Item -Path (Join-Path -Path $root -ChildPath ([guid]::NewGuid())) -ItemType Directory).FullName
    $clips = (New-Item -Path (Join-Path -Path $folder -ChildPath 'clips') -ItemType Directory).FullName
    $head = [System.Text.Encoding]::ASCII.GetBytes("`0`0`0`bftyp`0`0`0`bmoov")
    for ($i = 1; $i -le $Number; $i++) {
        [System.IO.File]::WriteAllBytes((Join-Path -Path $clips -ChildPath "clip$i.mp4"), $head + [byte[]]::new(1000) + [System.BitConverter]::GetBytes($i))
    }
    # The cmdlet waits for files that are so new that a program may still be writing to them.
    Get-ChildItem -LiteralPath $clips | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddHours(-1) }

    $env:NEMO_HOME = Join-Path -Path $folder -ChildPath 'home'
    [pscustomobject] @{ Folder = $folder; Clips = $clips; Out = Join-Path -Path $folder -ChildPath 'out'; Number = $Number }
}

# Starts one of the scripts in a new process. OutputPath is the file with its output.
function Start-Measured {
    param([string] $Name, $Work, [int] $Throttle, [object[]] $Shard = @())
    $file = Join-Path -Path $Work.Folder -ChildPath "$Name.ps1"
    Set-Content -LiteralPath $file -Value ($prelude + "`n" + $scripts[$Name])
    $output = Join-Path -Path $Work.Folder -ChildPath "$([guid]::NewGuid()).txt"
    $arguments = $powershell.ArgumentList + @('-NoProfile', '-NonInteractive', '-File', $file, (Get-NemoModulePath), $Work.Clips, $Work.Out, $Throttle) + $Shard
    $redirect = @{ RedirectStandardOutput = $output; RedirectStandardError = "$output.err" }
    $process = Start-Process -FilePath $powershell.Path -ArgumentList ($arguments | ForEach-Object { """$_""" }) -PassThru @redirect
    $null = $process.Handle
    $children.Add($process)
    Add-Member -InputObject $process -NotePropertyName OutputPath -NotePropertyValue $output -PassThru
}

function Complete-Measured {
    param($Process)
    # Ctrl+C can't interrupt a wait without an end. After the process has ended, it waits only for the output.
    while (-not $Process.WaitForExit(500)) { }
    $Process.WaitForExit()
    if ($Process.ExitCode -ne 0) { throw "PowerShell ended with code $($Process.ExitCode): $(Get-Content -LiteralPath "$($Process.OutputPath).err" -Raw)" }
    Get-Content -LiteralPath $Process.OutputPath
}

# Compares what all processes returned, oldest first, with what the emulator did. Throws an error if anything is wrong.
function Compare-Result {
    param($Work, [System.Collections.Specialized.OrderedDictionary] $Property)
    $children | ForEach-Object { $_.WaitForExit() }
    $last = @{}
    $created = @{}
    $inUse = 0
    foreach ($line in $children | ForEach-Object { Get-Content -LiteralPath $_.OutputPath }) {
        # The last line of a killed process can be incomplete.
        $status, $source, $reason, $end = $line -split '\|'
        if ($null -eq $end) { continue }
        $name = [System.IO.Path]::GetFileNameWithoutExtension($source)
        if ($status -eq 'Succeeded') { $created[$name]++ }
        if ($status -eq 'InUse') { $inUse++ } else { $last[$name] = [pscustomobject] @{ Status = $status; Reason = $reason } }
    }

    $messages = @{}
    Invoke-RestMethod -Uri "$($emulator.Url)/_emulator/sessions" | ForEach-Object { $_ } | ForEach-Object { $messages[$_.name] += $_.messageCount }
    $done = @($last.Keys | Where-Object { $last[$_].Status -in 'Succeeded', 'AlreadyDone' })
    $lost = @($last.Keys | Where-Object { $last[$_].Status -eq 'Failed' -and $last[$_].Reason -like '*unknown whether*' -and -not $messages[$_] })
    $other = @(1..$Work.Number | ForEach-Object { "clip$_" } | Where-Object { $_ -notin $done -and $_ -notin $lost })
    $Property.Videos = $Work.Number
    $Property.Done = $done.Count
    $Property.NeverArrived = $lost.Count
    $Property.InUse = $inUse
    $Property.Files = [System.IO.Directory]::GetFiles($Work.Out, 'clip*.mp4').Count
    $Property.Messages = ($messages.Values | Measure-Object -Sum).Sum
    $Property.ChargedTwice = @($messages.Keys | Where-Object { $messages[$_] -gt 1 }).Count
    $Property.CreatedTwice = @($created.Keys | Where-Object { $created[$_] -gt 1 }).Count
    [pscustomobject] $Property
    if ($Property.ChargedTwice -or $Property.CreatedTwice) { throw 'Messages were charged twice, or videos were created twice.' }
    if ($other) {
        $reasons = $other | Group-Object -Property { "$($last[$_].Status) $($last[$_].Reason)" } | ForEach-Object { "$($_.Count) x $($_.Name)" }
        throw "$($other.Count) videos have no result or a wrong result, such as $($other[0]). $($reasons -join ', ')"
    }
    if ($Property.Files -ne $done.Count -or $Property.Messages -ne $done.Count) { throw 'The numbers of videos, files and messages differ.' }
}

function Measure-Speed {
    param([int] $Number)
    Start-Emulator '--event-delay-ms', '150', '--silent-rate', '0', '--render-seconds', '2', '--keep-requests', '1000'
    $times = [ordered] @{}
    foreach ($throttle in 1, 4, 8, 16) {
        $work = New-Clips -Number $Number
        $seconds, $succeeded = (Complete-Measured (Start-Measured Speed $work $throttle)) -split ' '
        if ([int] $succeeded -ne $Number) { throw "Only $succeeded of $Number videos were created." }
        $times["$throttle"] = [double]::Parse($seconds, [cultureinfo]::InvariantCulture)
        $ratio = $times['1'] / $times["$throttle"]
        [pscustomobject] @{
            Test = 'Speed'; Videos = $Number; ThrottleLimit = $throttle; Seconds = [math]::Round($times["$throttle"], 1)
            Ratio = [math]::Round($ratio, 2); RatioPerSlot = [math]::Round($ratio / $throttle, 2)
        }
    }

    $ratios = '4', '8', '16' | ForEach-Object { ($times['1'] / $times[$_]).ToString('0.0', [cultureinfo]::InvariantCulture) }
    $text = "| $Number videos, ``-ThrottleLimit`` 4, 8 and 16: how many times as fast as ``-ThrottleLimit 1`` | {0}, {1} and {2} |" -f $ratios
    Write-Information -MessageData "The row for docs/scale.md:`n$text" -InformationAction Continue
}

function Measure-Memory {
    param([int] $Number)
    Start-Emulator '--silent-rate', '0', '--keep-requests', '1000'
    $work = New-Clips -Number $Number
    foreach ($run in 'First', 'Second') {
        $measured = Complete-Measured (Start-Measured Memory $work 16) | ForEach-Object {
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
}

function Measure-Faults {
    param([int] $Number)
    $faults = @(
        'POST /run_sse: reset', 'POST /run_sse: drop before answer', 'POST /run_sse: drop after 2 events', 'POST /run_sse: status 503'
        'POST /run_sse: status 503 after work', 'POST /run_sse: status 429 retry-after 1 x4', 'POST /run_sse: end after 1 events'
        'POST /api/tasks/*: reset', 'POST /api/tasks/*: status 429 retry-after 1', 'POST /api/upload-video/*: reset'
        'POST /api/upload-video/*: drop before answer', 'GET /api/state/*: status 503 x3', 'GET /api/state/*: drop after 50 bytes'
        'POST /api/render/proxy/lambda: drop before answer', 'POST /api/render/proxy/lambda: status 503', 'GET /api/render/*: status 500 x3'
        '* /output/*: drop after 20 bytes', '* /output/*: status 404', 'POST /api/render/proxy/lambda: fail render "The worker failed."'
    )
    Start-Emulator '--silent-rate', '0.3', '--event-delay-ms', '50', '--render-seconds', '1'
    $work = New-Clips -Number $Number
    $injected = 0
    $kills = 0
    for ($run = 1; $run -le 8; $run++) {
        $process = Start-Measured Results $work 16
        $created = $random.Next([int] ($Number / 8), [int] ($Number / 4))
        $timer = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not $process.WaitForExit(100)) {
            # The last runs have no faults, because a fault in each run would never end.
            if ($run -le 6 -and $timer.Elapsed.TotalSeconds -ge 1) {
                $emulator.AddFault($faults[$random.Next($faults.Count)])
                $injected++
                $timer.Restart()
            }
            if ($run -le 3 -and @(Get-Content -LiteralPath $process.OutputPath | Where-Object { $_ -like 'Succeeded*' }).Count -ge $created) { $process.Kill() }
        }

        $emulator.ClearFaults()
        if ($process.ExitCode -ne 0) { $kills++ }
    }

    Compare-Result $work ([ordered] @{ Test = 'Faults'; Kills = $kills; Faults = $injected })
    if ($kills -ne 3) { throw "$kills processes were killed, or ended with an error, instead of 3. Use a larger -Count." }
}

function Measure-Processes {
    param([int] $Number)
    $env:NEMO_TOKEN = 'nmv_usr_measured'
    foreach ($setup in 'one data folder', 'one data folder, shards', 'separate data folders, shards') {
        Start-Emulator '--silent-rate', '0', '--event-delay-ms', '50', '--render-seconds', '1', '--token', $env:NEMO_TOKEN
        $children.Clear()
        $work = New-Clips -Number $Number
        $start = {
            param([int] $Index)
            if ($setup -like 'separate*') { $env:NEMO_HOME = Join-Path -Path $work.Folder -ChildPath "home$Index" }
            $shard = @(if ($setup -like '*shards') { $Index, $ProcessCount })
            Add-Member -InputObject (Start-Measured Results $work 4 $shard) -NotePropertyName Index -NotePropertyValue $Index -PassThru
        }
        $timer = [System.Diagnostics.Stopwatch]::StartNew()
        $processes = @(0..($ProcessCount - 1) | ForEach-Object { & $start $_ })

        # The first process that has created this number of videos is killed. The number is at most a quarter of the videos of each process.
        $created = $random.Next(1, [math]::Max(2, [int] ($Number / $ProcessCount / 4)))
        $victim = Wait-Until -TimeoutSec 600 -Because 'a process must be working when it is killed' {
            if (-not ($processes | Where-Object { -not $_.HasExited })) { throw 'All processes ended before one could be killed. Use a larger -Count.' }
            $processes | Where-Object {
                -not $_.HasExited -and @(Get-Content -LiteralPath $_.OutputPath | Where-Object { $_ -like 'Succeeded*' }).Count -ge $created
            } | Select-Object -First 1
        }
        $victim.Kill()
        while (-not $victim.WaitForExit(500)) { }
        if ($victim.ExitCode -eq 0) { throw 'The process ended before it was killed. Use a larger -Count.' }
        $processes = @($processes | Where-Object { $_ -ne $victim }) + (& $start $victim.Index)
        $processes | ForEach-Object { Complete-Measured $_ } | Out-Null
        $seconds = [math]::Round($timer.Elapsed.TotalSeconds, 1)
        Compare-Result $work ([ordered] @{ Test = "Processes, $setup"; Processes = $ProcessCount; Kills = 1; Seconds = $seconds })
    }
}

$random = [System.Random]::new($Seed)
foreach ($one in $Test) {
    $emulator = $null
    $children = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
    $root = New-TestFolder
    try {
        Set-NemoEnvironment
        & "Measure-$one" -Number $(if ($Count) { $Count } else { @{ Speed = 200; Memory = 10000; Faults = 500; Processes = 800 }[$one] })
    } finally {
        # Also after Ctrl+C.
        foreach ($child in $children) {
            if (-not $child.HasExited) { $child.Kill() }
            $child.WaitForExit()
        }
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $root -Recurse -Force
    }
}
