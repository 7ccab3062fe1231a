<#
.SYNOPSIS
Writes the path of Pester 5's manifest; fetches Pester from the PowerShell Gallery where it is missing.

.DESCRIPTION
Ends with code 5 and one line on standard error where there is none and none can be had. Nothing is installed: a
fetched Pester stays in the folder given.
#>
[CmdletBinding()]
param(
    # Where a fetched Pester is kept, and looked for.
    [Parameter(Mandatory)]
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
# What dotnet test reads is UTF-8, which Windows does not write by itself.
[Console]::OutputEncoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
$fetchedVersion = '5.7.1'
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
            Save-PSResource -Name Pester -Version $fetchedVersion -Repository PSGallery -Path $Destination -TrustRepository
        } elseif (Get-Command -Name Save-Module -ErrorAction Ignore) {
            Save-Module -Name Pester -RequiredVersion $fetchedVersion -Repository PSGallery -Path $Destination -Force
        } else {
            throw 'this PowerShell has neither Save-PSResource nor Save-Module'
        }

        $path = Find-Pester
        if (-not $path) {
            throw 'the PowerShell Gallery gave nothing'
        }
    }

    $path
} catch {
    [Console]::Error.WriteLine("no Pester 5 here, and none from the PowerShell Gallery: $($_.Exception.Message)")
    exit 5
}
