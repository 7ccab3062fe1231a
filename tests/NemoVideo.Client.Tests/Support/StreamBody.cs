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
        using var clock = new CallClock(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending);
        return await EventStreamReader.ReadAsync(body, maxEventBytes, clock, Workbench.Ending).ToListAsync();
    }
}
