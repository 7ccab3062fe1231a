<#
.SYNOPSIS
Builds, tests and packs NemoVideo for PowerShell.

.DESCRIPTION
Needs the .NET 10 SDK and nothing else. Works in Windows PowerShell 5.1 and in PowerShell 7. `dotnet build` and
`dotnet test` do the same as the tasks Build and Test.

.PARAMETER Task
What to do, in this order: Clean removes all that builds have made; Build lays the module out in
output/NemoVideo/<version>; Test builds and runs all tests; Pack builds and makes output/NemoVideo.<version>.zip, which
is unpacked into a folder of $env:PSModulePath.

.PARAMETER Configuration
Debug or Release. Without it, Pack takes Release and everything else Debug.

.EXAMPLE
./build.ps1

Builds the module.

.EXAMPLE
./build.ps1 -Task Clean, Test, Pack -Configuration Release

Makes a package from nothing, once the tests have passed.
#>
[CmdletBinding()]
param(
    [ValidateSet('Clean', 'Build', 'Test', 'Pack')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$solution = Join-Path -Path $PSScriptRoot -ChildPath 'NemoVideo.PowerShell.sln'
$output = Join-Path -Path $PSScriptRoot -ChildPath 'output'
$neededSdk = 10

function Assert-Sdk {
    # The messages of dotnet about a framework it does not know would not lead anybody to the SDK.
    $versions = @(if (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore) { dotnet --list-sdks })
    if (-not ($versions | Where-Object { [int] ($_ -split '\.')[0] -ge $neededSdk })) {
        $found = if ($versions) { "only $(($versions | ForEach-Object { ($_ -split ' ')[0] }) -join ', ')" } else { 'no .NET SDK at all' }
        throw "The .NET $neededSdk SDK is needed, and there is $found here. See https://dotnet.microsoft.com/download"
    }
}

function Invoke-DotNet {
    param([string[]] $ArgumentList)

    Write-Host "dotnet $ArgumentList"
    # To the host, and not into what the caller gets.
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

function Compress-Module {
    param([string] $Layout, [string] $Archive)

    # Compress-Archive and ZipFile.CreateFromDirectory write backslashes in Windows PowerShell, which nothing but Windows
    # reads as folders.
    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $root = Split-Path -Path (Split-Path -Path $Layout -Parent) -Parent
    $zip = [System.IO.Compression.ZipFile]::Open($Archive, 'Create')
    try {
        foreach ($file in Get-ChildItem -LiteralPath $Layout -Recurse -File | Sort-Object -Property FullName) {
            $name = $file.FullName.Substring($root.Length + 1).Replace('\', '/')
            $null = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($zip, $file.FullName, $name, 'Optimal')
        }
    } finally {
        $zip.Dispose()
    }
}

function Invoke-PackTask {
    param([string] $Configuration)

    Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $Configuration

    $version = Get-ModuleVersion
    $archive = Join-Path -Path $output -ChildPath "NemoVideo.$version.zip"
    if (Test-Path -LiteralPath $archive) { Remove-Item -LiteralPath $archive }
    Compress-Module -Layout ([System.IO.Path]::Combine($output, 'NemoVideo', $version)) -Archive $archive
    Write-Host "Packed $archive"
}

try {
    if ($Task -ne 'Clean') { Assert-Sdk }

    foreach ($name in 'Clean', 'Build', 'Test', 'Pack') {
        if ($Task -notcontains $name) { continue }

        $used = if ($Configuration) { $Configuration } elseif ($name -eq 'Pack') { 'Release' } else { 'Debug' }
        switch ($name) {
            'Clean' { Invoke-CleanTask }
            'Build' { Invoke-DotNet -ArgumentList 'build', $solution, '--configuration', $used }
            'Test' { Invoke-DotNet -ArgumentList 'test', $solution, '--configuration', $used }
            'Pack' { Invoke-PackTask -Configuration $used }
        }
    }
} catch {
    # One line instead of a stack of script positions, and a code that automation can rely on, however this was called.
    [Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)")
    exit 1
}

exit 0
