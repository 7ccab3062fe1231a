# What the tests of what is around a job share: ChangingFile, Clock, Disk, Encryption and Home.Tests.ps1. Dot-sourced after common.ps1.

$option = '@{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001; RateLimitDelaySec = 0.01 }'

<#
.SYNOPSIS
Starts the emulator that all of a file's tests use, imports the module, and gives the emulator.
#>
function Start-Surroundings {
    [CmdletBinding()]
    param()

    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force -Global
    $emulator
}

<#
.SYNOPSIS
Ends what Start-Surroundings has begun.
#>
function Stop-Surroundings {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Emulator)

    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $Emulator
    Restore-NemoEnvironment
}

<#
.SYNOPSIS
Runs a script in a process of its own, with the module imported, and gives what it tells.

.DESCRIPTION
The script tells one object with Out-Told, and an error as Get-Told gives it; it can wait with Wait-Until.

.PARAMETER Through
As of Invoke-NewPowerShell.
#>
function Invoke-Told {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $Script,

        [string[]] $Through = @()
    )

    $leading = @"
. '$PSScriptRoot/common.ps1'
Import-Module '$(Get-NemoModulePath)'
function Out-Told { param(`$Value) 'told:' + (ConvertTo-Json -InputObject `$Value -Depth 4 -Compress) }
function Get-Told { param(`$Record) @{ Id = (`$Record.FullyQualifiedErrorId -split ',')[0]; Text = "`$Record"; Next = `$Record.ErrorDetails.RecommendedAction } }
"@
    $written = @(Invoke-NewPowerShell -Script "$leading`n$Script" -Through $Through)
    $told = $written | Where-Object { $_ -like 'told:*' }
    if (-not $told) { throw "Nothing was told: $($written -join "`n")" }
    $told.Substring(5) | ConvertFrom-Json
}

<#
.SYNOPSIS
How many requests of a method and path an emulator has on record.
#>
function Get-RequestCount {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] $Emulator,
        [Parameter(Mandatory, Position = 1)] [string] $Method,
        [Parameter(Mandatory, Position = 2)] [string] $Path
    )

    @($Emulator.GetRequests() | Where-Object { $_.method -eq $Method -and $_.path -like $Path }).Count
}
