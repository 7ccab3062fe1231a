<#
.SYNOPSIS
Runs the samples for schedulers with Slurm, cron, systemd-analyze and the schema of Kubernetes.

.DESCRIPTION
Requires a build, Debian's packages slurm-wlm, munge, cron and npm, and root: use a container. The daemons listen only on loopback, work in
a temporary folder, and run jobs as a temporary user. cron also runs the other crontabs of the container. The schema comes from the npm
registry. Without a program, a line says that its tests are skipped. Ends with code 1 if a test failed.
#>
[CmdletBinding()]
param(
    # The tests to run.
    [string[]] $Test = @('Slurm', 'Cron', 'Systemd', 'Kubernetes')
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if (-not $IsLinux) {
    Write-Host 'SCHEDULER TESTS SKIPPED: they require Linux'
    exit 0
}
. $PSScriptRoot/../NemoVideo.PowerShell.Tests/common.ps1

$samples = (Resolve-Path -LiteralPath "$PSScriptRoot/../../samples").Path
$token = 'nmv_usr_test'
$folder = New-TestFolder
$userHome = "$folder/home"
$user = "nemo-test-$PID"
$daemons = [System.Collections.Generic.List[object]]::new()
$counts = @{ passed = 0; failed = 0; skipped = 0 }

# Runs a program. It writes errors to the standard error.
function Invoke-Program {
    param([string] $Name, [object[]] $ArgumentList)

    $lines = & $Name @ArgumentList
    if ($LASTEXITCODE -ne 0) { throw "$Name $ArgumentList ended with code $LASTEXITCODE. $lines" }
    $lines
}

function Start-Daemon {
    param([string] $Name, [string[]] $ArgumentList)

    $log = @{ RedirectStandardOutput = "$folder/$Name.out"; RedirectStandardError = "$folder/$Name.log" }
    $process = Start-Process -FilePath $Name -ArgumentList $ArgumentList -PassThru @log
    $null = $process.Handle
    $daemons.Add([pscustomobject]@{ Name = $Name; Process = $process })
}

# Stops the daemons, the last one first.
function Stop-Daemon {
    for ($index = $daemons.Count - 1; $index -ge 0; $index--) {
        $process = $daemons[$index].Process
        if (-not $process.HasExited) { sh -c "kill -TERM $($process.Id)" }
        if (-not $process.WaitForExit(10000)) { $process.Kill() }
    }
    $daemons.Clear()
}

# Creates the user, with the module in the home folder, and a copy of this PowerShell, which can be in a folder that only root reads.
function New-TestUser {
    Invoke-Program chmod '755', $folder
    Copy-Item -LiteralPath $PSHOME -Destination "$folder/powershell" -Recurse
    $null = New-Item -ItemType Directory -Path "$folder/bin"
    $start = @((Get-PowerShellProgram).Path; (Get-PowerShellProgram).ArgumentList).Replace($PSHOME, "$folder/powershell") -join "' '"
    Set-Content -LiteralPath "$folder/bin/pwsh" -Value '#!/bin/sh', "exec '$start' `"`$@`""
    Invoke-Program chmod '755', "$folder/bin/pwsh"

    Invoke-Program useradd '--system', '--create-home', '--home-dir', $userHome, '--shell', '/bin/sh', $user
    $modules = (New-Item -ItemType Directory -Path "$userHome/.local/share/powershell/Modules" -Force).FullName
    Copy-Item -LiteralPath (Get-NemoModulePath) -Destination $modules -Recurse
}

# Runs a program as the user, with few variables, and with a umask that lets the group write to new folders.
function Invoke-AsUser {
    param([string[]] $Command, [string[]] $Variable = @())

    $variables = @("HOME=$userHome", "USER=$user", 'LANG=C.UTF-8', "PATH=$folder/bin:/usr/bin:/bin") + $Variable
    $umask = 'sh', '-c', 'umask 0002; exec "$@"', '-'
    Invoke-Program runuser (@('-u', $user, '--', 'env', '-i', '-C', "$userHome/nemovideo") + $variables + $umask + $Command)
}

# Creates the folder of a batch, with the script and clips, and forgets earlier requests.
function New-Batch {
    param([int] $ClipCount)

    Remove-Item -LiteralPath "$userHome/nemovideo" -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path "$userHome/nemovideo/clips"
    New-ClipCopy (1..$ClipCount | ForEach-Object { "home/nemovideo/clips/clip$_.mp4" })
    Copy-Item -LiteralPath "$samples/Invoke-NemoFolder.ps1" -Destination "$userHome/nemovideo"
    $emulator.Reset()
}

function Get-Video { , @(Get-ChildItem -Path "$userHome/nemovideo/videos/*.mp4") }

# Fails unless each clip has a video, and each message was sent once, to a session of its own.
function Assert-Batch {
    param([int] $ClipCount)

    $videos = Get-Video
    if ($videos.Count -ne $ClipCount) { throw "$($videos.Count) videos instead of ${ClipCount}: $($videos.Name)" }
    $sent = @(Get-SentMessage $emulator)
    $sessions = @($sent | ForEach-Object { ($_.body | ConvertFrom-Json).session_id } | Sort-Object -Unique)
    if ($sent.Count -ne $ClipCount -or $sessions.Count -ne $ClipCount) {
        throw "$($sent.Count) messages to $($sessions.Count) sessions instead of $ClipCount"
    }
}

function Get-FreePort {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# Starts Slurm for one node. The setting JobRequeue=0 requires that the sample asks to be requeued. A requeued job starts again after the
# lifetime of its credential, which is 2 minutes by default.
function Start-Slurm {
    $name = Invoke-Program hostname '-s'
    $null = New-Item -ItemType Directory -Path "$folder/munge", "$folder/slurmctld", "$folder/slurmd"
    Invoke-Program mungekey '--create', '--keyfile', "$folder/munge/key"
    Set-Content -LiteralPath "$folder/slurm.conf" -Value @"
ClusterName=test
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=$(Get-FreePort)
SlurmdPort=$(Get-FreePort)
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
AuthInfo=socket=$folder/munge/socket,cred_expire=10
StateSaveLocation=$folder/slurmctld
SlurmdSpoolDir=$folder/slurmd
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/linuxproc
JobRequeue=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SlurmdParameters=config_overrides
NodeName=$name NodeAddr=127.0.0.1 CPUs=4 RealMemory=4096
PartitionName=all Nodes=ALL Default=YES
"@
    $state = 'socket', 'key-file', 'pid-file', 'seed-file', 'log-file' | ForEach-Object { "--$_=$folder/munge/$($_ -replace '-file')" }
    Start-Daemon munged ($state + '--foreground')
    $null = Wait-Until { Test-Path -LiteralPath "$folder/munge/socket" }
    Start-Daemon slurmctld '-D', '-f', "$folder/slurm.conf"
    Start-Daemon slurmd '-D', '-f', "$folder/slurm.conf"
    $env:SLURM_CONF = "$folder/slurm.conf"
    $null = Wait-Until -Because 'the node must be idle' { (sinfo --noheader --format=%t 2> $null) -eq 'idle' }
}

# Returns the shards of an array job, with the index, the state and the number of restarts.
function Get-Shard {
    param([string] $Job)

    foreach ($line in Invoke-Program scontrol 'show', 'job', $Job, '--oneliner') {
        $fields = @{}
        foreach ($field in $line -split ' ') { $fields[($field -split '=')[0]] = ($field -split '=', 2)[-1] }
        [pscustomobject]@{ Index = $fields.ArrayTaskId; State = $fields.JobState; Restarts = [int] $fields.Restarts }
    }
}

# Requeues the shard whose message the service is editing, when the others have ended.
function Test-Slurm {
    Start-Slurm
    New-Batch -ClipCount 8
    Set-Content -LiteralPath "$userHome/nemovideo/token.env" -Value "NEMO_TOKEN=$token"
    Copy-Item -LiteralPath "$samples/slurm/videos.sbatch" -Destination "$userHome/nemovideo"
    Invoke-Program chmod '600', "$userHome/nemovideo/token.env"
    Invoke-Program chown '-R', "${user}:", $userHome
    $emulator.AddFault('POST /run_sse: hold after 1 events')
    $variables = "SLURM_CONF=$env:SLURM_CONF", "NEMO_API_URL=$($emulator.Url)"
    $job = Invoke-AsUser -Variable $variables -Command 'sbatch', '--parsable', 'videos.sbatch'

    $running = Wait-Until -TimeoutSec 180 -Because 'one shard must wait for the edit' {
        $shards = @(Get-Shard $job)
        if ($shards.State -eq 'FAILED') { throw "Shards failed: $($shards.State)" }
        $unfinished = @($shards | Where-Object State -NE 'COMPLETED')
        if ($shards.Count -eq 4 -and $unfinished.Count -eq 1 -and (Get-Video).Count -eq 7) { $unfinished[0] }
    }
    Invoke-AsUser -Variable $variables -Command 'scontrol', 'requeue', "${job}_$($running.Index)"
    $null = Wait-Until -TimeoutSec 60 { Get-Shard $job | Where-Object { $_.Index -eq $running.Index -and $_.State -eq 'PENDING' } }
    $emulator.Release()

    $shards = Wait-Until -TimeoutSec 180 -Because 'all shards must end' {
        $all = @(Get-Shard $job)
        if (-not ($all | Where-Object State -In 'PENDING', 'RUNNING', 'COMPLETING')) { $all }
    }
    $log = @(Get-Content -LiteralPath "$userHome/nemovideo/videos-$($running.Index).log")
    $failed = @($shards | Where-Object State -NE 'COMPLETED')
    if ($failed) { throw "Shards failed: $($shards.State)" }
    if (($shards | Where-Object Index -EQ $running.Index).Restarts -ne 1) { throw "The shard was not requeued: $($shards.Restarts)" }
    Assert-Batch -ClipCount 8
    if (@(Get-SentMessage $emulator | Where-Object state -EQ 'aborted').Count -ne 1) { throw 'The edit must lose its connection.' }
    if (@($log -like '* Connected and ready.').Count -ne 2) { throw 'The log must contain both runs of the shard.' }
    $summary = $log[-1]
    if ($summary -notlike '* Summary: 1 created, *; errors: 0' -or $summary -like '*messages sent*') {
        throw "The shard must resume: $summary"
    }
    "Slurm $(((sinfo --version) -split ' ')[-1]): shard $($running.Index) of 4 was requeued during an edit; 8 videos, 8 messages"
}

# The line of the crontab runs every minute, until a second run has found all videos.
function Test-Cron {
    New-Batch -ClipCount 2
    Invoke-Program chown '-R', "${user}:", $userHome
    $line = @(Get-Content -LiteralPath "$samples/crontab" | Where-Object { $_ -notlike '#*' })[0]
    foreach ($change in @(
            @('0 3 * * *', '* * * * *'), @('/usr/bin/pwsh', "$folder/bin/pwsh"), @('/opt/nemovideo', "$userHome/nemovideo"),
            @('/srv/clips', "$userHome/nemovideo/clips"), @('/srv/videos', "$userHome/nemovideo/videos"))) {
        if (-not $line.Contains($change[0])) { throw "The line doesn't contain '$($change[0])'." }
        $line = $line.Replace($change[0], $change[1])
    }
    Set-Content -LiteralPath "$folder/crontab" -Value "NEMO_API_URL=$($emulator.Url)", "NEMO_TOKEN=$token", $line
    Invoke-Program crontab '-u', $user, "$folder/crontab"
    Start-Daemon cron '-f'
    $log = "$userHome/videos.log"
    $null = Wait-Until -TimeoutSec 300 -Because 'cron must run the line twice' {
        @(Get-Content -LiteralPath $log -ErrorAction Ignore | Where-Object { $_ -like '* Summary: *' }).Count -ge 2
    }
    Invoke-Program crontab '-u', $user, '-r'
    $lines = @(Get-Content -LiteralPath $log)
    Assert-Batch -ClipCount 2
    $summaries = @($lines -like '* Summary: *')
    if ($summaries[0] -notlike '* Summary: 2 created, 0 already done; *; errors: 0') { throw 'The first run must create 2 videos.' }
    if ($summaries[1] -notlike '* Summary: 0 created, 2 already done; *; errors: 0') { throw 'The second run must create nothing.' }
    "cron $(Invoke-Program dpkg-query '-W', '-f', '${Version}', 'cron'): 2 runs of the line; 2 videos, 2 messages"
}

function Test-Systemd {
    $units = "$samples/systemd/nemo-videos.service", "$samples/systemd/nemo-videos.timer"
    $output = systemd-analyze verify @units 2>&1
    if ($LASTEXITCODE -ne 0 -or $output) { throw "$output" }
    "$((systemd-analyze --version)[0]): the service and the timer are valid"
}

# The schema of the package has no list of allowed fields, but its TypeScript declarations have.
function Test-Kubernetes {
    $null = New-Item -ItemType Directory -Path "$folder/kubernetes"
    $packages = 'kubernetes-models@5.1.0', 'yaml@2.8.1', 'typescript@5.9.3'
    $options = '--prefix', "$folder/kubernetes", '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'
    $null = Invoke-Program npm (@('install') + $options + $packages)
    Set-Content -LiteralPath "$folder/kubernetes/check.mjs" -Value @'
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { Job } from "kubernetes-models/batch/v1";

const job = parse(readFileSync(process.argv[2], "utf8"));
new Job(job).validate();
const type = 'import type { IJob } from "kubernetes-models/batch/v1";\nexport const job: IJob = ';
writeFileSync(process.argv[3], type + JSON.stringify(job, null, 2));
'@
    $null = Invoke-Program node "$folder/kubernetes/check.mjs", "$samples/kubernetes/job.yaml", "$folder/kubernetes/job.ts"
    $compiler = "$folder/kubernetes/node_modules/typescript/bin/tsc"
    $null = Invoke-Program node $compiler, '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', "$folder/kubernetes/job.ts"
    "Kubernetes: the manifest matches the schema and the fields of $($packages[0])"
}

# Runs a test if its programs exist. A test that fails doesn't stop the others.
function Invoke-Test {
    param([string] $Name, [string[]] $Program, [switch] $AsRoot)

    if ($Name -notin ($Test -split ',')) { return }
    $missing = @($Program | Where-Object { -not (Get-Command -Name $_ -CommandType Application -ErrorAction Ignore) })
    $reason = if ($missing) { "missing: $($missing -join ', ')" } elseif ($AsRoot -and (id -u) -ne 0) { 'it requires root' }
    if ($reason) {
        $counts.skipped++
        Write-Host "$($Name.ToUpperInvariant()) TESTS SKIPPED: $reason"
        return
    }
    try {
        $result = & "Test-$Name" | Select-Object -Last 1
        $counts.passed++
        Write-Host "PASSED $result"
    } catch {
        $counts.failed++
        Write-Host "FAILED ${Name}: $_"
        $logs = @($daemons | ForEach-Object { "$folder/$($_.Name).log" }) + "$userHome/*.log" + "$userHome/nemovideo/*.log"
        foreach ($log in Get-ChildItem -Path $logs) {
            Get-Content -LiteralPath $log.FullName -Tail 10 | ForEach-Object { Write-Host "  $($log.Name): $_" }
        }
    } finally {
        Stop-UserProcess
        Stop-Daemon
    }
}

# Only this script starts processes of the user.
function Stop-UserProcess {
    Get-Process -IncludeUserName | Where-Object UserName -EQ $user | Stop-Process -Force -ErrorAction Ignore
}

$emulator = $null
try {
    if ((id -u) -eq 0) {
        $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', $token
        New-TestUser
    }
    Invoke-Test -Name Slurm -Program 'munged', 'mungekey', 'slurmctld', 'slurmd', 'sbatch' -AsRoot
    Invoke-Test -Name Cron -Program 'cron', 'crontab' -AsRoot
    Invoke-Test -Name Systemd -Program 'systemd-analyze'
    Invoke-Test -Name Kubernetes -Program 'node', 'npm'
} finally {
    Stop-UserProcess
    Stop-Daemon
    if (id -u $user 2> $null) {
        crontab -u $user -r 2> $null
        userdel $user
    }
    Stop-NemoEmulator $emulator
    Remove-Item -LiteralPath $folder -Recurse -Force
}
Write-Host "SCHEDULER TESTS: $($counts.passed) passed, $($counts.failed) failed, $($counts.skipped) skipped"
exit [int] ($counts.failed -gt 0)
