<#
.SYNOPSIS
Makes the data folder of a version, which CompatibilityTests continues with the present version.

.DESCRIPTION
Runs the built module against the built emulator on port 5090, because the URL of the API is part of what identifies a job. The emulator's
data, the clips and the videos are saved too. Run it once for each version, before its release, on Linux:

    dotnet build
    cd demo/powershell; dotnet tool restore
    dotnet tool run pwsh -- -NoProfile -File ../../tests/NemoVideo.Client.Tests/Compatibility/New-DataFolder.ps1

The jobs are named after what happened to them: done, asking (the agent asked a question), failed (an error in the stream), and killed with
SIGKILL during its upload, its message, its render and its download.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../..")
$module = "$root/output/NemoVideo"
$version = (Import-PowerShellDataFile -LiteralPath "$root/NemoVideo.psd1").ModuleVersion
$work = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "nemovideo-$version"
if (Test-Path -LiteralPath $work) { throw "Delete '$work' first." }
$null = New-Item -ItemType Directory -Path "$work/clips"
Set-Location -LiteralPath $work

$api = 'http://127.0.0.1:5090'
$token = 'nmv_usr_compatibility'
$message = 'add a title "Hi"'
$env:NEMO_HOME = "$work/home"
$env:NEMO_API_URL = $api
$env:NEMO_TOKEN = $null
$emulator = Start-Process -PassThru -FilePath dotnet -RedirectStandardOutput "$work/emulator.log" -ArgumentList @(
    "$root/src/NemoVideo.Emulator/bin/Debug/net10.0/NemoVideo.Emulator.dll",
    '--urls', $api, '--data', "$work/service", '--token', $token, '--credits', 2000, '--silent-rate', 0, '--no-ffmpeg')

function Set-Fault {
    param([string] $Line)
    $null = Invoke-RestMethod -Method Post -Uri "$api/_emulator/faults" -ContentType 'text/plain' -Body $Line
}

# A job in a process of its own, which is killed when the emulator holds its request.
function Invoke-KilledJob {
    param([string] $Clip, [string] $Fault, [string] $Path)
    Set-Fault $Fault
    $before = @((Invoke-RestMethod -Uri "$api/_emulator/requests") | Where-Object path -Like $Path).Count
    $command = "Import-Module '$module'; New-NemoVideo '$message' -Path clips/$Clip.mp4 -Destination videos"
    $job = Start-Process -PassThru -FilePath dotnet -RedirectStandardOutput "$work/job.log" -ArgumentList @(
        [Environment]::GetCommandLineArgs()[0], '-NoProfile', '-Command', "`"$($command -replace '"', '\"')`"")
    while (@((Invoke-RestMethod -Uri "$api/_emulator/requests") | Where-Object path -Like $Path).Count -eq $before) {
        if ($job.HasExited) { throw "The job of $Clip ended before it was killed. See $work/job.log." }
        Start-Sleep -Milliseconds 200
    }

    Start-Sleep -Seconds 2
    $job.Kill()
    $job.WaitForExit()
}

try {
    Import-Module $module
    foreach ($name in 'done', 'asking', 'failed', 'killed-upload', 'killed-message', 'killed-render', 'killed-download', 'exported') {
        # Each content must differ, because it identifies the job: a free box of MP4 with the name.
        $clip = [System.IO.File]::ReadAllBytes("$root/src/NemoVideo.Emulator/Media/builtin.mp4")
        $box = [System.Text.Encoding]::ASCII.GetBytes("`0`0`0`u{28}free$name".PadRight(40, "`0"))
        [System.IO.File]::WriteAllBytes("$work/clips/$name.mp4", $clip + $box)
    }

    while (-not (Test-Connection -TargetName 127.0.0.1 -TcpPort 5090 -Quiet)) { Start-Sleep -Milliseconds 200 }

    # A free token, which is cached, and the client ID.
    $null = Connect-Nemo
    $env:NEMO_TOKEN = $token
    $null = Connect-Nemo
    $null = New-NemoVideo $message -Path clips/done.mp4 -Destination videos
    Set-Fault 'POST /run_sse: ask "Which title do you want?"'
    $null = New-NemoVideo $message -Path clips/asking.mp4 -Destination videos -ErrorAction SilentlyContinue
    Set-Fault 'POST /run_sse: error event "The agent failed."'
    $null = New-NemoVideo $message -Path clips/failed.mp4 -Destination videos -ErrorAction SilentlyContinue

    # An export that nobody waited for.
    $null = New-NemoSession -Name exported
    $null = Send-NemoUpload clips/exported.mp4
    $null = Invoke-NemoEdit $message
    $null = Start-NemoExport

    Invoke-KilledJob killed-upload 'POST /api/upload-video/*: hold before answer' '/api/upload-video/*'
    Invoke-KilledJob killed-message 'POST /run_sse: hold after 2 events' '/run_sse'
    Invoke-KilledJob killed-render 'POST /api/render/proxy/lambda: hold before answer' '/api/render/proxy/lambda'
    Invoke-KilledJob killed-download 'GET /output/*: hold after 100 bytes' '/output/*'
} finally {
    $emulator.Kill()
    $emulator.WaitForExit()
}

$target = "$PSScriptRoot/$version"
if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse }
$null = New-Item -ItemType Directory -Path $target
Copy-Item -Path "$work/home", "$work/service", "$work/clips", "$work/videos" -Destination $target -Recurse
Get-ChildItem -LiteralPath $target -Recurse -File | Select-Object -ExpandProperty FullName
