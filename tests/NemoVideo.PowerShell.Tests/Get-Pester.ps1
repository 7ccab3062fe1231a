<#
.SYNOPSIS
Writes the path of the Pester 5 manifest. Downloads Pester from the PowerShell Gallery if it's missing.

.DESCRIPTION
Exits with code 5 and one line on standard error if Pester is missing and can't be downloaded. Nothing is installed: a downloaded
Pester stays in the given folder.
#>
[CmdletBinding()]
param(
    # The folder for a downloaded Pester. It's searched first.
    [Parameter(Mandatory)]
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
# dotnet test reads UTF-8, which isn't the default on Windows.
[Console]::OutputEncoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
$downloadedVersion = '5.7.1'
$env:PSModulePath = $Destination + [System.IO.Path]::PathSeparator + $env:PSModulePath

function Find-Pester {
    Get-Module -ListAvailable -Name Pester |
        Where-Object { $_.Version -ge '5.5' -and $_.Version -lt '6.0' } |
        Sort-Object -Property Version -Descending |
        Select-Object -First 1 -ExpandProperty Path
}

try {
    $path = Find-Pester
    if (-not $path) {
        $null = New-Item -ItemType Directory -Path $Destination -Force
        if (Get-Command -Name Save-PSResource -ErrorAction Ignore) {
            Save-PSResource -Name Pester -Version $downloadedVersion -Repository PSGallery -Path $Destination -TrustRepository
        } elseif (Get-Command -Name Save-Module -ErrorAction Ignore) {
            Save-Module -Name Pester -RequiredVersion $downloadedVersion -Repository PSGallery -Path $Destination -Force
        } else {
            throw 'this PowerShell has neither Save-PSResource nor Save-Module'
        }

        $path = Find-Pester
        if (-not $path) {
            throw 'the download from the PowerShell Gallery contains no Pester'
        }
    }

    $path
} catch {
    [Console]::Error.WriteLine("Pester 5 was not found and could not be downloaded from the PowerShell Gallery: $($_.Exception.Message)")
    exit 5
}
