<#
.SYNOPSIS
Runs the test files and writes what came of each test as JSON.

.DESCRIPTION
Ends with code 0 whenever there is a report: whether tests failed stands in it. By hand, the suite is run more simply
with Invoke-Pester, after a build.
#>
[CmdletBinding()]
param(
    # A test file, or a folder of them.
    [Parameter(Mandatory)]
    [string] $Path,

    # Pester's manifest.
    [Parameter(Mandatory)]
    [string] $PesterPath,

    # The file to write.
    [Parameter(Mandatory)]
    [string] $ReportPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# What dotnet test reads is UTF-8, which Windows does not write by itself.
[Console]::OutputEncoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false

function ConvertTo-Result {
    param([string] $File, [string] $Name, [string] $Result, $ErrorRecord)

    # What Pester itself does between the test and the error helps nobody.
    $stack = foreach ($record in $ErrorRecord) {
        $text = if ($record.DisplayStackTrace) { $record.DisplayStackTrace } else { $record.ScriptStackTrace }
        $text -split '\r?\n' -notmatch 'Pester\.psm?1: line|Invoke-Suite\.ps1'
    }
    $message = foreach ($record in $ErrorRecord) {
        if ($record.DisplayErrorMessage -and $Result -ne 'Skipped') { $record.DisplayErrorMessage } else { $record.Exception.Message }
    }
    if (-not $message) {
        $message = switch ($Result) {
            'Skipped' { 'The test is marked with -Skip.' }
            'Failed' { 'The test did not run, since a block around it is broken.' }
        }
    }

    [ordered]@{
        file    = $File
        name    = $Name
        result  = $Result
        message = $message -join "`n"
        stack   = $stack -join "`n"
    }
}

# What failed outside the tests, as a result like those of tests: Pester lists no test for it.
function Get-BrokenPart {
    param($Block, [string] $File, [string] $Name)

    if ($Block.ErrorRecord) {
        ConvertTo-Result -File $File -Name $Name -Result 'Failed' -ErrorRecord $Block.ErrorRecord
    }

    foreach ($inner in $Block.Blocks) {
        Get-BrokenPart -Block $inner -File $File -Name "$($inner.ExpandedPath), outside its tests"
    }
}

Import-Module -Name $PesterPath

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

$results = @(
    foreach ($container in $run.Containers) {
        $file = Split-Path -Path $container.Item -Leaf
        Get-BrokenPart -Block $container -File $file -Name 'the file, outside its tests'

        if ($container.TotalCount -eq 0 -and -not $container.ErrorRecord) {
            ConvertTo-Result -File $file -Name 'the file' -Result 'Failed' -ErrorRecord ([pscustomobject]@{ DisplayErrorMessage = 'The file has no tests.' })
        }
    }

    foreach ($test in $run.Tests) {
        $file = Split-Path -Path $test.ScriptBlock.File -Leaf
        ConvertTo-Result -File $file -Name $test.ExpandedPath -Result $test.Result -ErrorRecord $test.ErrorRecord
    }
)

$report = [ordered]@{
    result            = $run.Result
    powerShellVersion = "$($PSVersionTable.PSVersion)"
    pesterVersion     = "$($run.Version)"
    tests             = $results
}
[System.IO.File]::WriteAllText($ReportPath, (ConvertTo-Json -InputObject $report -Depth 5))

# Invoke-Pester leaves a code of its own behind.
exit 0
