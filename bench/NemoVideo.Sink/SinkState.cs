using System.Collections.Concurrent;
using System.Globalization;
using NemoVideo.Baseline;

namespace NemoVideo.Sink;

/// <summary>States of sessions. The session <c>segments_N</c> has a draft of N segments; all others have one segment.</summary>
internal static class SinkState
{
    private const string Prefix = "segments_";

    private static readonly ConcurrentDictionary<int, byte[]> BySegmentCount = new();

    public static byte[] Of(string sessionId) => BySegmentCount.GetOrAdd(
        sessionId.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(sessionId.AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : 1, Create);

    private static byte[] Create(int count) => [.. "{\"code\":0,\"data\":"u8, .. SampleState.Create(count), .. "}"u8];
}
