using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Replaces each field of each event by each kind of JSON: the stream continues.</summary>
public sealed class FrameSweepTests
{
    private const string Last = """{"type":"text","content":"the last"}""";

    [Theory]
    [MemberData(nameof(EventFrames.All), MemberType = typeof(EventFrames))]
    public async Task Read_FieldOfAnyJsonKind_ContinuesToLastEvent(string frame)
    {
        foreach (var (place, kind, json) in JsonVariants.Of(frame))
        {
            // Sent twice, since some events are compared with previous ones.
            var events = await StreamBody.ReadEventsAsync(json, frame, json, Last);

            Assert.True(events.Contains("text \"the last\""), $"{place} as {kind}: {string.Join(" | ", events)}");
        }
    }
}
