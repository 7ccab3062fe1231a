using NemoVideo.Client.Streaming;
using NemoVideo.Language;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Output;

/// <summary>The agent speaks.</summary>
public sealed class NemoTextEvent : NemoEvent
{
    internal NemoTextEvent(EventStamp stamp, TextEvent text)
        : base(stamp)
    {
        RawText = text.Text;
        IsPartial = text.IsPartial;
        var translation = text.IsPartial ? null : GuiTranslation.Translate(text.Text);
        Text = translation?.Text ?? text.Text;
        SuggestedCommand = SuggestedCommands.For(translation?.Actions ?? [], stamp.SessionId);
    }

    /// <summary>
    /// A whole text without what it says to a screen that is not there ("click the Export button"), or where
    /// <see cref="IsPartial"/> the piece that was added, as it came.
    /// </summary>
    public string Text { get; }

    /// <summary>The text as it came.</summary>
    public string RawText { get; }

    /// <summary>What the instructions to a screen come to here, as command lines; empty where there were none.</summary>
    public IReadOnlyList<string> SuggestedCommand { get; }

    /// <summary>Whether it is a piece of a whole text that follows (-IncludePartial).</summary>
    public bool IsPartial { get; }

    /// <inheritdoc/>
    public override string Line => Text;
}
