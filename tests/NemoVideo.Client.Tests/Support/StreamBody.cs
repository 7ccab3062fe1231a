using NemoVideo.Client.Http;
using NemoVideo.Client.Streaming;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Reads the body of a message's answer apart from any connection.</summary>
internal static class StreamBody
{
    private const int MaxEventBytes = 1024 * 1024;

    public static async Task<List<AgentEvent>> ReadAsync(byte[] bytes, int maxEventBytes = MaxEventBytes)
    {
        using var body = new SlicedStream(bytes);
        return await ReadAsync(body, maxEventBytes);
    }

    public static async Task<List<AgentEvent>> ReadAsync(Stream body, int maxEventBytes = MaxEventBytes)
    {
        var events = new List<AgentEvent>();
        await ReadAsync(body, events, maxEventBytes);
        return events;
    }

    /// <summary>Reads into a list that keeps what came before a failure.</summary>
    public static async Task ReadAsync(Stream body, List<AgentEvent> events, int maxEventBytes = MaxEventBytes)
    {
        using var clock = new CallClock(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending);
        await foreach (var one in EventStreamReader.ReadAsync(body, maxEventBytes, clock, Workbench.Ending))
        {
            events.Add(one);
        }
    }
}
