using System.Diagnostics;
using NemoVideo.Client.Streaming;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Progress;

/// <summary>What the progress line says while an edit runs: what the agent does, and for how long it has.</summary>
internal sealed class EditProgress(TimeSpan silence)
{
    private const int MaxLength = 60;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly StillWorkingTimer _notice = new(silence, TimeProvider.System);
    private string _doing = "Working";

    public string Status => $"{_doing} ({DisplayText.Time(TimeSpan.FromSeconds((int)_elapsed.Elapsed.TotalSeconds))})";

    /// <summary>Whether a person is to be told now that the service still works.</summary>
    public bool IsSilenceDue() => _notice.IsDue();

    public void Observe(AgentEvent current)
    {
        _notice.Observe(current);
        _doing = current switch
        {
            TextEvent { Text: var text } => Shorten(text),
            ToolCallEvent call => $"Using {call.Name}",
            ToolResultEvent result => $"Finished {result.Name}",
            TimelineEvent => "Timeline changed",
            HeartbeatEvent => _doing,
            _ => "Working",
        };
    }

    private static string Shorten(string text)
    {
        var line = text.Trim().Replace('\r', ' ').Replace('\n', ' ');
        return line.Length == 0 ? "Working" : line.Length <= MaxLength ? line : line.Substring(0, MaxLength) + "...";
    }
}
