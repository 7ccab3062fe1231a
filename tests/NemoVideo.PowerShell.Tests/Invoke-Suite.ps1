<#
.SYNOPSIS
Runs the test files and writes the result of each test as JSON.

.DESCRIPTION
Exits with code 0 if a report was written; failed tests are in the report. Tests with the tag Long run only if NEMO_TEST_ALL is set; the
report contains their number. To run the suite by hand, build and use Invoke-Pester.
#>
[CmdletBinding()]
param(
    # Pester's manifest.
    [Parameter(Mandatory)]
    [string] $PesterPath,

    # The file to write.
    [Parameter(Mandatory)]
    [string] $ReportPath,

    # The test files.
    [Parameter(Mandatory, ValueFromRemainingArguments)]
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# dotnet test reads UTF-8, which isn't the default on Windows.
[Console]::OutputEncoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false

function ConvertTo-Result {
    param([string] $File, [string] $Name, [string] $Result, $ErrorRecord)

    # Pester's own frames between the test and the error are noise.
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
            'Failed' { 'The test did not run because a block around it failed.' }
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

# Returns failures outside the tests as results. Pester doesn't list them as tests.
function Get-BrokenPart {
    param($Block, [string] $File, [string] $Name)

    if ($Block.ErrorRecord) {
        ConvertTo-Result -File $File -Name $Name -Result 'Failed' -ErrorRecord $Block.ErrorRecord
    }

    foreach ($inner in $Block.Blocks) {
        Get-BrokenPart -Block $inner -File $File -Name "$($inner.ExpandedPath) (outside its tests)"
    }
}

Import-Module -Name $PesterPath

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
$configuration.Output.RenderMode = 'Plaintext'
if (-not $env:NEMO_TEST_ALL) { $configuration.Filter.ExcludeTag = 'Long' }
$run = Invoke-Pester -Configuration $configuration

$results = @(
    foreach ($container in $run.Containers) {
        $file = Split-Path -Path $container.Item -Leaf
        Get-BrokenPart -Block $container -File $file -Name 'the file (outside its tests)'

        if ($container.TotalCount -eq 0 -and -not $container.ErrorRecord) {
            ConvertTo-Result -File $file -Name 'the file' -Result 'Failed' -ErrorRecord ([pscustomobject]@{ DisplayErrorMessage = 'The file has no tests.' })
        }
    }

    foreach ($test in $run.Tests | Where-Object ShouldRun) {
        $file = Split-Path -Path $test.ScriptBlock.File -Leaf
        ConvertTo-Result -File $file -Name $test.ExpandedPath -Result $test.Result -ErrorRecord $test.ErrorRecord
    }
)

$report = [ordered]@{
    result    = $run.Result
    tests     = $results
    longCount = @($run.Tests | Where-Object { -not $_.ShouldRun }).Count
}
[System.IO.File]::WriteAllText($ReportPath, (ConvertTo-Json -InputObject $report -Depth 5))

# Invoke-Pester sets an exit code of its own.
exit 0
