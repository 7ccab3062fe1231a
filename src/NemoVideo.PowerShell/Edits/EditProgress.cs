namespace NemoVideo.PowerShell;

/// <summary>The status of an edit: the label, such as the name of the clip, the agent's latest activity and the elapsed time.</summary>
internal sealed class EditProgress(string? label, Task<CreditBalance?> credits) : IProgress<EditPhase>
{
    private const int MaxLength = 60;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private volatile string _activity = "Working";
    private volatile EditPhase _phase = EditPhase.Preparing;

    public EditPhase Phase => _phase;

    /// <summary>The available credits before the message, which doesn't wait for them; null if they are unknown.</summary>
    public long? CreditBefore { get; private set; }

    /// <summary>The status. The percentage is unknown.</summary>
    public (string? Status, int Percent) Read() => (
        $"{(label is null ? "" : $"{label}: ")}{(_phase == EditPhase.Checking ? "Checking the timeline" : _activity)} "
            + $"({DisplayText.Elapsed(_elapsed)})", -1);

    /// <summary>Thread-safe. The events of the stream can be observed later.</summary>
    public void Report(EditPhase value)
    {
        if (value == EditPhase.Sending && credits.Status == TaskStatus.RanToCompletion)
        {
            CreditBefore = credits.Result?.Available;
        }

        _phase = value;
    }

    public void Observe(AgentEvent current) => _activity = current switch
    {
        // A secret in pieces isn't recognized, and a part of a URL may not look like one.
        TextEvent { IsPartial: true } or TextEvent { IsThought: true } => _activity,
        TextEvent { Text: var text } when text.Trim() is { Length: > 0 } line => DisplayText.Shorten(DisplayText.Message(line), MaxLength),
        ToolCallEvent call => $"Using {call.Name}",
        ToolResultEvent result => $"Finished {result.Name}",
        TimelineEvent => "Timeline changed",
        HeartbeatEvent => _activity,
        _ => "Working",
    };
}
