# Functions for the tests of a job's environment: ChangingFile, Disk and Home.Tests.ps1. Load it after common.ps1.

$option = '@{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001; RateLimitDelaySec = 0.01 }'

# Runs a script in a new process with the module imported, and returns the object that the script writes with Write-Result.
# ConvertTo-ErrorSummary converts an error for it. The script can use Wait-Until. For the prefix, see Invoke-NewPowerShell.
function Invoke-ScriptProcess {
    param([Parameter(Mandatory)] [string] $Script, [string[]] $CommandPrefix = @())

    $leading = @"
. '$PSScriptRoot/common.ps1'
Import-Module '$(Get-NemoModulePath)'
function Write-Result { param(`$Value) 'result:' + (ConvertTo-Json -InputObject `$Value -Depth 4 -Compress) }
function ConvertTo-ErrorSummary { param(`$Record) @{ Id = (`$Record.FullyQualifiedErrorId -split ',')[0]; Text = "`$Record"; Next = `$Record.ErrorDetails.RecommendedAction } }
"@
    $written = @(Invoke-NewPowerShell -Script "$leading`n$Script" -CommandPrefix $CommandPrefix)
    $result = $written | Where-Object { $_ -like 'result:*' }
    if (-not $result) { throw "The script wrote no result: $($written -join "`n")" }
    $result.Substring(7) | ConvertFrom-Json
}

# Returns the number of requests that an emulator received for a method and path.
function Get-RequestCount {
    param($Emulator, [string] $Method, [string] $Path)

    @($Emulator.GetRequests() | Where-Object { $_.method -eq $Method -and $_.path -like $Path }).Count
}
