<#
.SYNOPSIS
Builds, tests, measures and packs NemoVideo for PowerShell.

.DESCRIPTION
Requires only the .NET 10 SDK. Works in Windows PowerShell 5.1 and in PowerShell 7. `dotnet build` and `dotnet test` do the same
as the tasks Build and Test.

.PARAMETER Task
The tasks to run, always in the order of this list. The default is Build.

- Clean deletes all build output.
- Build creates the module in output/NemoVideo/<version>.
- Test builds, and runs all tests except the longest.
- TestAll builds and runs all tests, and repeats the Pester tests with the payload for Windows PowerShell.
- Windows builds, and runs the main Pester files in the Windows build of PowerShell under Wine. It requires Linux and PowerShell
  7.6. Without Wine, it says so and does nothing.
- Schedulers builds, and runs samples with Slurm, cron, systemd-analyze and the schema of Kubernetes. It requires PowerShell 7.6, and
  root in a Debian container. It skips what isn't installed.
- Bench builds the module and measures its speed, in less than ten minutes. It requires PowerShell 7.6, curl and bash.
- Mutation changes the code of the client's folders Edits and Jobs in many small ways, and checks that a test fails each time. The
  reports are in output/mutation. It fails if the tests notice less than 85% of the changes. It takes hours.
- Screenshots builds, and makes the pictures in docs/screenshots again, from a run on the emulator. It requires PowerShell 7.6,
  tmux, Chromium and ffmpeg, and that the folder /tmp/clips doesn't exist.
- Pack does the same as `dotnet pack`: it writes the package for the PowerShell Gallery to output/NemoVideo.<version>.nupkg, and an archive
  with the same files, to install by hand, to output/NemoVideo.<version>.zip. It also packs the client library and the emulator.
  Two builds of a commit with the same SDK and Git remote produce the same bytes.

.PARAMETER Configuration
Debug or Release. The default is Release for Bench and Pack, and Debug for all other tasks.

.PARAMETER Full
Repeats each measurement of Bench five times, and measures more jobs. Takes about 50 minutes.

.PARAMETER SigningCertificate
The thumbprint of a code-signing certificate of the user or of the computer. Pack then signs the module. Requires Windows.

.PARAMETER TimestampServer
The URL of the timestamp server for the signatures.

.EXAMPLE
./build.ps1

Builds the module.

.EXAMPLE
./build.ps1 -Task Clean, Test, Pack -Configuration Release

Deletes all build output, runs all tests and creates the package.
#>
[CmdletBinding()]
param(
    [ValidateSet('Clean', 'Build', 'Test', 'TestAll', 'Windows', 'Schedulers', 'Bench', 'Mutation', 'Screenshots', 'Pack')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    [switch] $Full,

    [string] $SigningCertificate,

    [string] $TimestampServer
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$solution = Join-Path -Path $PSScriptRoot -ChildPath 'NemoVideo.PowerShell.sln'
$output = Join-Path -Path $PSScriptRoot -ChildPath 'output'
$sign = [System.IO.Path]::Combine($PSScriptRoot, '.ci', 'Set-ModuleSignature.ps1')
$requiredSdk = 10

function Assert-Sdk {
    # dotnet's own error about an unknown framework doesn't mention the SDK.
    $versions = @(if (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore) { dotnet --list-sdks })
    if (-not ($versions | Where-Object { [int] ($_ -split '\.')[0] -ge $requiredSdk })) {
        $found = if ($versions) { ($versions | ForEach-Object { ($_ -split ' ')[0] }) -join ', ' } else { 'none' }
        throw "The .NET $requiredSdk SDK is required. Installed SDKs: $found. Download the SDK from https://dotnet.microsoft.com/download"
    }
}

function Invoke-DotNet {
    param([string[]] $ArgumentList)

    Write-Host "dotnet $ArgumentList"
    # To the host, so that it isn't part of the return value.
    & dotnet $ArgumentList | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($ArgumentList[0]) failed with exit code $LASTEXITCODE."
    }
}

function Get-ModuleVersion {
    (Import-PowerShellDataFile -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'NemoVideo.psd1')).ModuleVersion
}

function Invoke-CleanTask {
    $projects = Get-ChildItem -Path $PSScriptRoot -Filter '*.csproj' -Recurse
    $folders = @($output) + @($projects | ForEach-Object { "$($_.DirectoryName)/bin", "$($_.DirectoryName)/obj" })
    $folders | Where-Object { Test-Path -LiteralPath $_ } | ForEach-Object { Remove-Item -LiteralPath $_ -Recurse -Force }
}

function Invoke-TestAllTask {
    param([string] $Configuration)

    $saved = $env:NEMO_TEST_ALL
    $env:NEMO_TEST_ALL = '1'
    try {
        Invoke-DotNet -ArgumentList 'test', $solution, '--configuration', $Configuration
    } finally {
        $env:NEMO_TEST_ALL = $saved
    }
}

function Invoke-WindowsTask {
    param([string] $Configuration)

    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration
    & ([System.IO.Path]::Combine($PSScriptRoot, 'tests', 'Windows', 'Invoke-WindowsTest.ps1')) -Configuration $Configuration
    if ($LASTEXITCODE -ne 0) { throw 'A test failed under Wine.' }
}

function Invoke-SchedulersTask {
    param([string] $Configuration)

    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration
    & ([System.IO.Path]::Combine($PSScriptRoot, 'tests', 'Schedulers', 'Invoke-SchedulerTest.ps1'))
    if ($LASTEXITCODE -ne 0) { throw 'A sample failed with a scheduler.' }
}

function Invoke-BenchTask {
    param([string] $Configuration)

    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration
    $measure = [System.IO.Path]::Combine($PSScriptRoot, 'bench', 'Measure-Speed.ps1')
    # The table is complete only at the end.
    & $measure -Full:$Full | ForEach-Object { Write-Host "$($_.Work): $($_.Compared)"; $_ } |
        Format-Table -AutoSize -Wrap -Property Work, Against, Ours, Theirs, Unit, Compared, Target, Met, Note |
        Out-String -Width 200 | Out-Host
}

function Invoke-MutationTask {
    param([string] $Configuration)

    $saved = $env:NEMO_MUTATION
    $failures = @()
    Push-Location -LiteralPath ([System.IO.Path]::Combine($PSScriptRoot, 'tests', 'NemoVideo.Client.Tests'))
    try {
        Invoke-DotNet -ArgumentList 'tool', 'restore'
        foreach ($folder in 'Edits', 'Jobs') {
            $env:NEMO_MUTATION = $folder
            $arguments = @('dotnet-stryker', '--skip-version-check', '--configuration', $Configuration)
            $arguments += '--output', ([System.IO.Path]::Combine($output, 'mutation', $folder)), '--mutate', "**/$folder/*.cs"

            # Nothing can test ConfigureAwait, and Stryker could ignore it only together with the call before it.
            $source = [System.IO.Path]::Combine($PSScriptRoot, 'src', 'NemoVideo.Client', $folder)
            foreach ($file in Get-ChildItem -Path $source -Filter '*.cs') {
                $found = [regex]::Matches([System.IO.File]::ReadAllText($file.FullName), 'ConfigureAwait\(false\)')
                $spans = -join ($found | ForEach-Object { "{$($_.Index)..$($_.Index + $_.Length)}" })
                if ($spans) { $arguments += '--mutate', "!**/$folder/$($file.Name)$spans" }
            }
            try { Invoke-DotNet -ArgumentList $arguments } catch { $failures += "${folder}: $_" }
        }
    } finally {
        Pop-Location
        $env:NEMO_MUTATION = $saved
    }

    if ($failures) { throw ($failures -join ' ') }
}

function Invoke-ScreenshotsTask {
    param([string] $Configuration)

    $project = [System.IO.Path]::Combine($PSScriptRoot, 'src', 'NemoVideo.Screenshots')
    $destination = [System.IO.Path]::Combine($PSScriptRoot, 'docs', 'screenshots')
    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration
    $build = '--configuration', $Configuration, '--no-build'
    Invoke-DotNet -ArgumentList (@('run', '--project', $project) + $build + @('--', $PSScriptRoot, $destination))
}

function Invoke-PackTask {
    param([string] $Configuration)

    if (-not $SigningCertificate) {
        Invoke-DotNet -ArgumentList 'pack', $solution, '--configuration', $Configuration
        return
    }

    $signing = @{ Thumbprint = $SigningCertificate; TimestampServer = $TimestampServer }
    & $sign -Check @signing
    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration
    & $sign -Path ([System.IO.Path]::Combine($output, 'NemoVideo', (Get-ModuleVersion))) @signing
    Invoke-DotNet -ArgumentList 'pack', $solution, '--configuration', $Configuration, '--no-build'
}

try {
    if ($Task -ne 'Clean') { Assert-Sdk }

    foreach ($name in 'Clean', 'Build', 'Test', 'TestAll', 'Windows', 'Schedulers', 'Bench', 'Mutation', 'Screenshots', 'Pack') {
        if ($Task -notcontains $name) { continue }

        $taskConfiguration = if ($Configuration) { $Configuration } elseif ($name -in 'Bench', 'Pack') { 'Release' } else { 'Debug' }
        switch ($name) {
            'Clean' { Invoke-CleanTask }
            'Build' { Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $taskConfiguration }
            'Test' { Invoke-DotNet -ArgumentList 'test', $solution, '--configuration', $taskConfiguration }
            'TestAll' { Invoke-TestAllTask -Configuration $taskConfiguration }
            'Windows' { Invoke-WindowsTask -Configuration $taskConfiguration }
            'Schedulers' { Invoke-SchedulersTask -Configuration $taskConfiguration }
            'Bench' { Invoke-BenchTask -Configuration $taskConfiguration }
            'Mutation' { Invoke-MutationTask -Configuration $taskConfiguration }
            'Screenshots' { Invoke-ScreenshotsTask -Configuration $taskConfiguration }
            'Pack' { Invoke-PackTask -Configuration $taskConfiguration }
        }
    }
} catch {
    # One line without script positions, and an exit code for automation.
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)")
    exit 1
}

exit 0
