<#
.SYNOPSIS
Runs Pester files in the Windows build of PowerShell, under Wine on Linux.

.DESCRIPTION
Requires a build, and Debian's packages wine and bsdutils. Without Wine, it prints a line that begins with WINDOWS TESTS SKIPPED. Each file
runs in a process of its own, and once more if its process crashes, which happens to .NET under Wine. A run counts only if Pester printed
its summary. Ends with code 1 if a test failed.
#>
[CmdletBinding()]
param(
    # The test files, as payload/name. A payload is a target framework of the module.
    [string[]] $Test = @(
        'net10.0/MainJob', 'netstandard2.0/MainJob', 'net10.0/Export', 'net10.0/History', 'net10.0/Session', 'net10.0/Send-NemoUpload',
        'net10.0/SourcePath', 'net10.0/New-NemoVideo'),

    # The configuration of the build.
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$isX64 = [System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture -eq 'X64'
if (-not ($IsLinux -and $isX64) -or @(Get-Command -Name wine, script -CommandType Application -ErrorAction Ignore).Count -lt 2) {
    Write-Host 'WINDOWS TESTS SKIPPED: they require Linux on x64, wine and script. On Debian, run: apt-get install wine bsdutils'
    exit 0
}

$repository = Split-Path -Path (Split-Path -Path $PSScriptRoot)
$project = Join-Path -Path $PSScriptRoot -ChildPath 'Windows.csproj'
dotnet restore $project | Out-Host
if ($LASTEXITCODE -ne 0) { exit 1 }
$asked = '-getProperty:NuGetPackageRoot,WindowsRuntimeVersion,PowerShellVersion', '-getItem:PackageVersion'
$build = dotnet msbuild $project @asked | ConvertFrom-Json
# The variable NUGET_PACKAGES need not end with a slash.
$packages, $runtime = ($build.Properties.NuGetPackageRoot.TrimEnd('/') + '/'), $build.Properties.WindowsRuntimeVersion
$pester = ($build.Items.PackageVersion | Where-Object Identity -eq 'Pester').Version

# Not in the repository: Wine's drive Z is a link to the root folder, which everything that searches the repository would follow.
$cache = Join-Path -Path ([Environment]::GetFolderPath('LocalApplicationData', 'Create')) -ChildPath 'nemovideo-tests'
$null = New-Item -ItemType Directory -Path $cache -Force
$root = Join-Path -Path $cache -ChildPath "wine-$runtime"

# Copies what a folder contains to another one, which it creates.
function Copy-Content {
    param([string] $Path, [string] $Destination)

    $null = New-Item -ItemType Directory -Path $Destination -Force
    Copy-Item -Path (Join-Path -Path $Path -ChildPath '*') -Destination $Destination -Recurse -Force
}

# Creates the folder that DOTNET_ROOT names, from the packages of the runtime.
function Install-Runtime {
    param([string] $Destination)

    foreach ($framework in 'Microsoft.NETCore.App', 'Microsoft.AspNetCore.App', 'Microsoft.WindowsDesktop.App') {
        $package = "$packages$($framework.ToLowerInvariant()).runtime.win-x64/$runtime/runtimes/win-x64"
        foreach ($part in 'lib/net10.0', 'native') {
            Copy-Content -Path "$package/$part" -Destination "$Destination/shared/$framework/$runtime"
        }
    }
    $null = New-Item -ItemType Directory -Path "$Destination/host/fxr/$runtime"
    Move-Item -LiteralPath "$Destination/shared/Microsoft.NETCore.App/$runtime/hostfxr.dll" -Destination "$Destination/host/fxr/$runtime"
}

# Copies the emulator, and adds the program that starts it. The packages contain no dotnet.exe.
function Install-Emulator {
    param([string] $Destination)

    Copy-Content -Path "$repository/src/NemoVideo.Emulator/bin/$Configuration/net10.0" -Destination $Destination
    # The SDK puts the name of the assembly in place of this text, which is the SHA-256 hash of "foobar".
    $program = [System.IO.File]::ReadAllBytes("$packages/microsoft.netcore.app.host.win-x64/$runtime/runtimes/win-x64/native/apphost.exe")
    $text = [System.Text.Encoding]::Latin1.GetString($program)
    $name = 'NemoVideo.Emulator.dll'.PadRight(64, [char] 0)
    $text = $text.Replace('c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2', $name)
    [System.IO.File]::WriteAllBytes("$Destination/NemoVideo.Emulator.exe", [System.Text.Encoding]::Latin1.GetBytes($text))
}

# Runs a program of Windows in a pseudo terminal, without which PowerShell prints nothing, and returns what it prints. The settings of the
# user don't reach it.
function Invoke-Wine {
    param([string] $Root, [string] $Command, [string[]] $Environment = @(), [int] $TimeoutSec = 200)

    $unset = (Get-ChildItem -Path Env: | Where-Object Name -Match '^(NEMO_.*|DISPLAY)$').ForEach({ '-u', $_.Name })
    $all = @('LANG=C.UTF-8', 'WINEDEBUG=-all', "WINEPREFIX=$Root/prefix") + $Environment
    @() | timeout $TimeoutSec env @unset @all script -qec "wine $Command" /dev/null 2>&1 |
        ForEach-Object { $_ -replace '\e\[[?0-9;]*[a-zA-Z]|\e\][^\a]*\a|\r' }
    # Ends everything that the program left.
    env "WINEPREFIX=$Root/prefix" wineserver -k
}

# The path of a file of Linux for a program of Windows.
function Get-WinePath { param([string] $Path) 'Z:' + $Path.Replace('/', '\') }

# Runs a test file and returns its results, or nothing if its process crashed.
function Invoke-TestFile {
    param([string] $Payload, [string] $Name)

    $report = "$root/report.json"
    Remove-Item -LiteralPath $report -ErrorAction Ignore
    $suite, $file = 'Invoke-Suite', "$Name.Tests" | ForEach-Object { Get-WinePath "$repository/tests/NemoVideo.PowerShell.Tests/$_.ps1" }
    $manifest = Get-WinePath "${packages}pester/$pester/tools/Pester.psd1"
    $command = "'$powershell' -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File '$suite' " +
        "-PesterPath '$manifest' -ReportPath '$(Get-WinePath $report)' '$file'"
    $lines = @(Invoke-Wine -Root $root -Environment ($environment + "NEMO_PAYLOAD=$Payload") -Command $command)
    if ($lines -match '^Tests Passed: ' -and (Test-Path -LiteralPath $report)) {
        (Get-Content -LiteralPath $report -Raw | ConvertFrom-Json).tests
    } else {
        Write-Host ($lines | Select-Object -Last 15 | Out-String)
    }
}

$environment = @(
    "DOTNET_ROOT=$(Get-WinePath "$root/dotnet")", 'DOTNET_TieredCompilation=0', 'POWERSHELL_TELEMETRY_OPTOUT=1'
    # Wine can't map the memory of compiled code twice.
    'DOTNET_EnableWriteXorExecute=0'
    "NEMO_MODULE_PATH=$(Get-WinePath "$repository/output/NemoVideo")"
    "NEMO_EMULATOR_PATH=$(Get-WinePath "$root/emulator/NemoVideo.Emulator.exe")"
)
$powershell = Get-WinePath "${packages}powershell/$($build.Properties.PowerShellVersion)/tools/net10.0/any/win/pwsh.exe"

# The tests of another copy of the repository use the same folder.
$lock = $null
while (-not $lock) {
    try {
        $lock = [System.IO.File]::Open("$root.lock", 'OpenOrCreate', 'ReadWrite', 'None')
    } catch [System.IO.IOException] {
        Start-Sleep -Seconds 1
    }
}

if (-not (Test-Path -LiteralPath $root)) {
    # Only a complete folder gets the name.
    $new = "$root.new"
    Remove-Item -LiteralPath $new -Recurse -Force -ErrorAction Ignore
    Install-Runtime -Destination "$new/dotnet"
    $null = Invoke-Wine -Root $new -Command 'wineboot --init'
    # Wine makes links to the user's home of these.
    foreach ($link in Get-ChildItem -Path "$new/prefix/drive_c/users/*" | Get-ChildItem | Where-Object LinkType) {
        $link.Delete()
        $null = New-Item -ItemType Directory -Path $link.FullName
    }
    $null = Invoke-Wine -Root $new -Command 'winecfg /v win10'
    Move-Item -LiteralPath $new -Destination $root
}
Install-Emulator -Destination "$root/emulator"

$all = foreach ($one in $Test -split ',') {
    $payload, $name = $one -split '/'
    $tests = @(Invoke-TestFile -Payload $payload -Name $name)
    if (-not $tests) { $tests = @(Invoke-TestFile -Payload $payload -Name $name) }
    if (-not $tests) {
        $tests = @([pscustomobject]@{ name = $one; result = 'Failed'; message = "Pester didn't print its summary, twice." })
    }
    $tests
    $counts = $tests | Group-Object -Property result | ForEach-Object { "$($_.Count) $($_.Name.ToLowerInvariant())" }
    Write-Host "${one}: $($counts -join ', ')"
    foreach ($failure in $tests | Where-Object result -eq 'Failed') { Write-Host "  FAILED $($failure.name)`n    $($failure.message)" }
}
$failed = @($all | Where-Object result -eq 'Failed').Count
Write-Host ("WINDOWS TESTS: $(@($all | Where-Object result -eq 'Passed').Count) passed, $failed failed, " +
    "$(@($all | Where-Object result -eq 'Skipped').Count) skipped, in the Windows build of PowerShell under $(wine --version 2>$null)")
exit [int] ($failed -gt 0)
