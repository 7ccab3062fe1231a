# A draft of 5,000 segments.

function Measure-State {
    $variables = @{ Url = $script:sink.Url }
    $both = Measure-Pair { Invoke-Measured 'Connect-Sink; Measure-Warm { $null = Get-NemoState -Session segments_5000 }' $variables } {
        Invoke-Measured 'Import-Baseline; Measure-Warm { $null = [NemoVideo.Baseline.StateBaseline]::CountSegments($Url, "segments_5000") }' $variables
    }
    New-Row 'Get-NemoState, 5,000 segments' 'HttpClient and JsonDocument' $both.Ours.Ms $both.Theirs.Ms -AtMost 3 -Target '<= 3 x'
}
