using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>The agent speaks.</summary>
public sealed class NemoTextEvent : NemoEvent
{
    internal NemoTextEvent(EventStamp stamp, TextEvent text)
        : base(AgentEventKind.Text, stamp)
    {
        Text = text.Text;
        IsPartial = text.IsPartial;
    }

    /// <summary>A whole text, or where <see cref="IsPartial"/> the piece that was added.</summary>
    public string Text { get; }

    /// <summary>Whether it is a piece of a whole text that follows (-IncludePartial).</summary>
    public bool IsPartial { get; }

    /// <inheritdoc/>
    public override string Line => Text;
}
