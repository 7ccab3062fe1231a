using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Progress;

/// <summary>What the progress line says while an edit runs.</summary>
internal static class EditProgress
{
    private const int MaxLength = 60;

    public static string Describe(AgentEvent current) => current switch
    {
        TextEvent { Text: var text } => Shorten(text),
        ToolCallEvent call => $"Using {call.Name}",
        ToolResultEvent result => $"Finished {result.Name}",
        TimelineEvent => "Timeline changed",
        _ => "Working",
    };

    private static string Shorten(string text)
    {
        var line = text.Trim().Replace('\r', ' ').Replace('\n', ' ');
        return line.Length == 0 ? "Working" : line.Length <= MaxLength ? line : line.Substring(0, MaxLength) + "...";
    }
}
