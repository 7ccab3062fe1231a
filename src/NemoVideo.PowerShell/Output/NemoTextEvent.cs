using NemoVideo.Client.Language;
using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>The agent speaks.</summary>
public sealed class NemoTextEvent : NemoEvent
{
    internal NemoTextEvent(EventStamp stamp, TextEvent text)
        : base(AgentEventKind.Text, stamp)
    {
        RawText = text.Text;
        Text = text.IsPartial ? text.Text : GuiTranslation.Translate(text.Text).Text;
        IsPartial = text.IsPartial;
    }

    /// <summary>
    /// A whole text without what it says to a screen that is not there ("click the Export button"), or where
    /// <see cref="IsPartial"/> the piece that was added, as it came.
    /// </summary>
    public string Text { get; }

    /// <summary>The text as it came.</summary>
    public string RawText { get; }

    /// <summary>Whether it is a piece of a whole text that follows (-IncludePartial).</summary>
    public bool IsPartial { get; }

    /// <inheritdoc/>
    public override string Line => Text;
}
