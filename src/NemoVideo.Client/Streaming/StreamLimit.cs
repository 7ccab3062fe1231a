using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Says that a stream brings more than is read of one. What it started may be done all the same.</summary>
internal static class StreamLimit
{
    public static NemoException OfEvent(int maxBytes) => Exceeded($"a single event of more than {maxBytes} bytes", nameof(NemoLimits.MaxEventBytes));

    public static NemoException OfBytes(long maxBytes) => Exceeded($"more than {maxBytes} bytes for one message", nameof(NemoLimits.MaxStreamBytes));

    public static NemoException OfEvents(int maxEvents) => Exceeded($"more than {maxEvents} events for one message", nameof(NemoLimits.MaxStreamEvents));

    private static NemoException Exceeded(string what, string limit) => new(
        NemoErrorKind.InvalidResponse,
        $"The service sent {what}.",
        $"The edit may still complete. The limit is the connection's {limit}.")
    {
        Action = NemoAction.ReadState,
    };
}
