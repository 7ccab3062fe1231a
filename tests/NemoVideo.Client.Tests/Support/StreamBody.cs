using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Reads the body of a message's response without a connection.</summary>
internal static class StreamBody
{
    public const int MaxEventBytes = 1024 * 1024;

    /// <summary>A stream of frames without event names.</summary>
    public static string Frames(params string[] frames) => string.Concat(frames.Select(static data => $"data: {data}\n\n"));

    /// <summary>The events of a stream of such frames, in the notation of <see cref="EventNotation"/>.</summary>
    public static Task<List<string>> ReadEventsAsync(params string[] frames) => ReadBodyAsync(Frames(frames));

    public static async Task<List<string>> ReadBodyAsync(string body) => EventNotation.Of(await ReadAsync(Encoding.UTF8.GetBytes(body)));

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

    /// <summary>Reads into a list that still has the events received before an error.</summary>
    public static Task ReadAsync(Stream body, List<AgentEvent> events, int maxEventBytes = MaxEventBytes) =>
        ReadAsync(body, events.Add, TestService.Ending, maxEventBytes);

    public static async Task ReadAsync(Stream body, Action<AgentEvent> take, CancellationToken cancellationToken, int maxEventBytes = MaxEventBytes)
    {
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        await foreach (var one in EventStreamReader.ReadAsync(body, new NemoLimits { MaxEventBytes = maxEventBytes }, timeouts, new Redaction(), cancellationToken: cancellationToken))
        {
            take(one);
        }
    }
}
