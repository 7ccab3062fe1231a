<#
.SYNOPSIS
Returns a Markdown report of the test results (TRX files) in tests/*/TestResults: a table, and the messages of the failed tests.
#>
[CmdletBinding()]
param([string] $Path = [System.IO.Path]::Combine($PSScriptRoot, '..', 'tests', '*', 'TestResults', '*.trx'))

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$failed = [System.Collections.Generic.List[string]]::new()
'| Project | Passed | Failed | Skipped |', '| --- | ---: | ---: | ---: |'
foreach ($file in Get-ChildItem -Path $Path) {
    $run = ([xml] [System.IO.File]::ReadAllText($file.FullName)).TestRun
    $counters = $run.ResultSummary.Counters
    $skipped = [int] $counters.total - [int] $counters.executed
    "| $($file.Directory.Parent.Name) | $($counters.passed) | $($counters.failed) | $skipped |"
    foreach ($result in $run.SelectNodes("//*[local-name()='UnitTestResult'][@outcome='Failed']")) {
        $message = $result.SelectSingleNode(".//*[local-name()='Message']")
        $text = if ($message) { $message.InnerText } else { '' }
        $failed.Add("`n**$($result.testName)**`n`n``````text`n$text`n``````")
    }
}

$failed
