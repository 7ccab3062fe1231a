# A draft of 5,000 segments.

function Measure-State {
    $variables = @{ Url = $script:sink.Url }
    $both = Measure-Pair { Invoke-Measured 'Connect-Sink; Measure-Warm { $null = Get-NemoState -Session segments_5000 }' $variables } {
        Invoke-Measured 'Import-Baseline; Measure-Warm { $null = [NemoVideo.Baseline.StateBaseline]::CountSegments($Url, "segments_5000") }' $variables
    }
    New-Row 'Get-NemoState, 5,000 segments' 'HttpClient and JsonDocument' $both.Ours.Ms $both.Theirs.Ms -AtMost 3 -Target '<= 3 x'
}

# Measured in the process, with BenchmarkDotNet.
function Measure-Difference {
    $program = [System.IO.Path]::Combine($script:bench, 'NemoVideo.Benchmarks', 'bin', 'Release', 'net10.0', 'NemoVideo.Benchmarks.dll')
    $log = & dotnet $program --filter '*DraftBenchmarks.Difference' --exporters briefjson --artifacts $script:folder
    if ($LASTEXITCODE -ne 0) { throw "The benchmarks failed: $($log -join "`n")" }
    $report = Get-Content -LiteralPath "$script:folder/results/NemoVideo.Benchmarks.DraftBenchmarks-report-brief.json" -Raw | ConvertFrom-Json
    $ms = @{}
    foreach ($one in $report.Benchmarks) { $ms[[int] ($one.Parameters -replace '\D')] = $one.Statistics.Median / 1e6 }
    New-Row 'difference of two drafts of 5,000 segments' '' $ms[5000] 0 -Difference -AtMost 50 -Target '<= 50 ms'
    New-Row 'difference of two drafts of 10,000 segments' '5,000 segments' $ms[10000] $ms[5000] -AtMost 2.2 -Target '<= 2.2 x (linear)'
}
