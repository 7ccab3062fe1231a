using NemoVideo.Client.Errors;
using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>Something that this module does not know or cannot decode; the stream went on.</summary>
public sealed class NemoUnknownEvent : NemoEvent
{
    internal NemoUnknownEvent(EventStamp stamp, UnknownEvent unknown)
        : base(stamp)
    {
        RawText = unknown.Raw;
        Reason = unknown.Reason;
    }

    /// <summary>The event's data as it came.</summary>
    public string RawText { get; }

    /// <summary>Why it was not decoded.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string Line => $"? {ControlCharacters.OneLine(RawText)}";
}
