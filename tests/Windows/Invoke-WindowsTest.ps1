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

if (@(Get-Command -Name wine, script -CommandType Application -ErrorAction Ignore).Count -lt 2) {
    Write-Host 'WINDOWS TESTS SKIPPED: wine or script is not installed. On Debian, run: apt-get install wine bsdutils'
    exit 0
}

$repository = Split-Path -Path (Split-Path -Path $PSScriptRoot)
# Not in the repository: Wine's drive Z is a link to the root folder, which everything that searches the repository would follow.
$root = Join-Path -Path ([Environment]::GetFolderPath('LocalApplicationData', 'Create')) -ChildPath 'nemovideo-tests/wine'
$project = Join-Path -Path $PSScriptRoot -ChildPath 'Windows.csproj'
dotnet restore $project | Out-Host
$build = dotnet msbuild $project -getProperty:NuGetPackageRoot -getProperty:WindowsRuntimeVersion -getProperty:PowerShellVersion -getItem:PackageVersion |
    ConvertFrom-Json
$packages, $runtime = $build.Properties.NuGetPackageRoot, $build.Properties.WindowsRuntimeVersion
$pester = ($build.Items.PackageVersion | Where-Object Identity -eq 'Pester').Version

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
        foreach ($part in 'lib/net10.0', 'native') { Copy-Content -Path "$package/$part" -Destination "$Destination/shared/$framework/$runtime" }
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

# Runs a program of Windows in a pseudo terminal, without which PowerShell prints nothing, and returns what it prints.
function Invoke-Wine {
    param([string] $Command, [int] $TimeoutSec = 300)

    @() | timeout $TimeoutSec script -qec "wine $Command" /dev/null 2>&1 | ForEach-Object { $_ -replace '\e\[[?0-9;]*[a-zA-Z]|\e\][^\a]*\a|\r' }
    # Ends everything that the program left.
    wineserver -k
}

# The path of a file of Linux for a program of Windows.
function Get-WinePath { param([string] $Path) 'Z:' + $Path.Replace('/', '\') }

# Runs a test file and returns its results, or nothing if its process crashed.
function Invoke-TestFile {
    param([string] $Payload, [string] $Name)

    $report = "$root/report.json"
    Remove-Item -LiteralPath $report -ErrorAction Ignore
    $env:NEMO_PAYLOAD = $Payload
    $suite, $file = 'Invoke-Suite', "$Name.Tests" | ForEach-Object { Get-WinePath "$repository/tests/NemoVideo.PowerShell.Tests/$_.ps1" }
    $manifest = Get-WinePath "${packages}pester/$pester/tools/Pester.psd1"
    $lines = @(Invoke-Wine ("'$powershell' -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File '$suite' " +
            "-PesterPath '$manifest' -ReportPath '$(Get-WinePath $report)' '$file'"))
    if ($lines -match '^Tests Passed: ' -and (Test-Path -LiteralPath $report)) {
        (Get-Content -LiteralPath $report -Raw | ConvertFrom-Json).tests
    } else {
        Write-Host ($lines | Select-Object -Last 15 | Out-String)
    }
}

# The settings of the user must not reach the tests.
Remove-Item -Path Env:NEMO_*, Env:DISPLAY -ErrorAction Ignore
$environment = @{
    WINEPREFIX = "$root/prefix"; WINEDEBUG = '-all'; LANG = 'C.UTF-8'
    DOTNET_ROOT = Get-WinePath "$root/dotnet"; DOTNET_TieredCompilation = '0'; POWERSHELL_TELEMETRY_OPTOUT = '1'
    # Wine can't map the memory of compiled code twice.
    DOTNET_EnableWriteXorExecute = '0'
    NEMO_MODULE_PATH = Get-WinePath "$repository/output/NemoVideo"; NEMO_EMULATOR_PATH = Get-WinePath "$root/emulator/NemoVideo.Emulator.exe"
}
foreach ($name in $environment.Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
$powershell = Get-WinePath "${packages}powershell/$($build.Properties.PowerShellVersion)/tools/net10.0/any/win/pwsh.exe"

if (-not (Test-Path -LiteralPath "$root/prefix")) {
    Install-Runtime -Destination "$root/dotnet"
    $null = Invoke-Wine 'wineboot --init'
    # Wine makes links to the user's home of these.
    foreach ($link in Get-ChildItem -Path "$root/prefix/drive_c/users/*" | Get-ChildItem | Where-Object LinkType) {
        $link.Delete()
        $null = New-Item -ItemType Directory -Path $link.FullName
    }
    $null = Invoke-Wine 'winecfg /v win10'
}
Install-Emulator -Destination "$root/emulator"

$all = foreach ($one in $Test -split ',') {
    $payload, $name = $one -split '/'
    $tests = @(Invoke-TestFile -Payload $payload -Name $name)
    if (-not $tests) { $tests = @(Invoke-TestFile -Payload $payload -Name $name) }
    if (-not $tests) { $tests = @([pscustomobject]@{ name = "${one}: Pester didn't print its summary, twice"; result = 'Failed'; message = '' }) }
    $tests
    Write-Host "$one`: $(($tests | Group-Object -Property result | ForEach-Object { "$($_.Count) $($_.Name.ToLowerInvariant())" }) -join ', ')"
    foreach ($failure in $tests | Where-Object result -eq 'Failed') { Write-Host "  FAILED $($failure.name)`n    $($failure.message)" }
}
$failed = @($all | Where-Object result -eq 'Failed').Count
Write-Host ("WINDOWS TESTS: $(@($all | Where-Object result -eq 'Passed').Count) passed, $failed failed, " +
    "$(@($all | Where-Object result -eq 'Skipped').Count) skipped, in the Windows build of PowerShell under $(wine --version)")
exit [int] ($failed -gt 0)
