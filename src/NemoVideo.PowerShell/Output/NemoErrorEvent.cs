using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>The service reports a failure, or the stream broke.</summary>
public sealed class NemoErrorEvent : NemoEvent
{
    internal NemoErrorEvent(EventStamp stamp, ErrorEvent error)
        : base(stamp)
    {
        Code = error.Code;
        Message = error.Message;
    }

    /// <summary>The service's code; null where it gave none.</summary>
    public string? Code { get; }

    /// <summary>What happened.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string Line => Code is null ? $"! {Message}" : $"! {Message} ({Code})";
}
