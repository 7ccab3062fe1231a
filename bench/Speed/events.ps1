# Event streams of Invoke-NemoEdit, compared with SseParser and JsonDocument over HttpClient.

$script:connected = @'
# After the last event, the state is read twice: these events call tools but change nothing.
Connect-Sink @{ MaxStreamEvents = 2000000; StatePollCount = 1; StatePollIntervalSec = 0.01; RecoveryDelaySec = 0.01; RecoveryIntervalSec = 0.01; RecoveryCount = 1 }
$session = New-NemoSession -Name speed
function Measure-Edit([int] $Count) { Measure-Work { Invoke-NemoEdit -Message "events $Count" -WarningAction Ignore > $null } }
'@

function Measure-Events {
    $variables = @{ Url = $script:sink.Url }
    $events = 100000
    # The third run of a process is warm.
    $both = Measure-Pair {
        Invoke-Measured ($script:connected + '; @{ First = Measure-Edit $Events; Second = Measure-Edit $Events; Warm = Measure-Edit $Events; Long = Measure-Edit (10 * $Events) }') ($variables + @{ Events = $events })
    } {
        Invoke-Measured @'
Import-Baseline
function Measure-Raw { Measure-Work { [NemoVideo.Baseline.EventBaseline]::Count($Url, "events $Events") } }
@{ First = Measure-Raw; Second = Measure-Raw; Warm = Measure-Raw }
'@ ($variables + @{ Events = $events })
    } -Warm
    $perEvent = [math]::Round((Get-Median $both.Ours.Warm.Allocated) / $events)
    New-Row '100,000 events, warm' 'SseParser + JsonDocument' $both.Ours.Warm.Ms $both.Theirs.Warm.Ms -AtMost 2 -Target '<= 2 x' -Note "$perEvent bytes allocated per event"
    New-Row '100,000 events, first run' 'SseParser + JsonDocument' $both.Ours.First.Ms $both.Theirs.First.Ms -AtMost 4 -Target '<= 4 x'
    New-Row '1,000,000 events, per 100,000' '100,000 events, warm' ($both.Ours.Long.Ms | ForEach-Object { $_ / 10 }) $both.Ours.Warm.Ms -AtMost 1.1 -Target 'linear'
    New-Row '1,000,000 events: memory growth' '100,000 events before' $both.Ours.Long.GrowthMiB (@(0) * $both.Ours.Count) -Unit MiB -Difference -AtMost 32 -Target '<= +32 MiB'
}

function Measure-EventFilter {
    $both = Measure-Pair {
        Invoke-Measured ($script:connected + '; $null = Measure-Edit 10000; Measure-Work { $null = Invoke-NemoEdit -Message "events 100000" -WarningAction Ignore | Where-Object Kind -eq Text }') @{ Url = $script:sink.Url }
    } {
        Invoke-Measured @'
$kinds = 'ToolCall', 'ToolResult', 'ToolCall', 'ToolResult', 'Text'
$plain = foreach ($index in 0..99999) { [pscustomobject] @{ Kind = $kinds[$index % 5]; SessionId = 's'; Sequence = $index } }
$null = $plain | Select-Object -First 10000 | Where-Object Kind -eq Text
Measure-Work { $null = $plain | Where-Object Kind -eq Text }
'@
    }
    New-Row '100,000 events | Where-Object Kind -eq Text' 'the same with plain objects' $both.Ours.Ms $both.Theirs.Ms -AtMost 1.5 -Target '<= 1.5 x'
}

function Measure-EventDelay {
    $both = Measure-Pair {
        Invoke-Measured ($script:connected + @'
# Calls without results, so the edit ends with an error.
$delays = Invoke-NemoEdit -Message 'paced 200 20' -ErrorAction Ignore | ForEach-Object {
    $now = [System.Diagnostics.Stopwatch]::GetTimestamp()
    if ($_.Kind -eq 'ToolCall') { 1000 * ($now - $_.Arguments.at) / [System.Diagnostics.Stopwatch]::Frequency }
}
@{ Delays = $delays }
'@) @{ Url = $script:sink.Url }
    } { Invoke-Measured "Import-Baseline; @{ Delays = [NemoVideo.Baseline.EventBaseline]::ReadDelays(`$Url, 'paced 200 20') }" @{ Url = $script:sink.Url } } -Warm
    New-Row 'from the flush of the server to the event in the pipeline' 'HttpClient' @($both.Ours | ForEach-Object { Get-Median $_.Delays }) @(
        $both.Theirs | ForEach-Object { Get-Median $_.Delays }) -Difference -AtMost 2 -Target '<= +2 ms'
}

function Measure-Unchanged {
    # The first message also compiles the code.
    $ours = {
        Invoke-Measured ($script:connected + @'
foreach ($run in 1..2) {
    $text = $null
    Invoke-NemoEdit -Message text -WarningAction Ignore | ForEach-Object {
        $now = [System.Diagnostics.Stopwatch]::GetTimestamp()
        if ($_.Kind -eq 'Text') { $text = $_.RawText }
    }
}
@{ Ms = 1000 * ($now - [long] ($text -split ' ')[-1]) / [System.Diagnostics.Stopwatch]::Frequency }
'@) @{ Url = $script:sink.Url }
    }
    $theirs = { Invoke-Measured 'Import-Baseline; foreach ($run in 1..2) { $work = Measure-Work { [NemoVideo.Baseline.StateBaseline]::CountSegments($Url, "s") } }; $work' @{ Url = $script:sink.Url } }
    $both = Measure-Pair $ours $theirs -Warm
    New-Row 'last event to the result, nothing changed, no tool' 'one GET of the state' $both.Ours.Ms $both.Theirs.Ms -Difference -AtMost 300 -Target '<= +300 ms'
}
