using System.Text;
using FsCheck.Fluent;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Reading any bytes ends, and throws nothing but <c>NemoException</c>.</summary>
public sealed class StreamFuzzTests
{
    private const int Limit = 2000;
    private static readonly string[] LineEnds = ["\n", "\r", "\r\n"];

    public static TheoryData<string> ShortRecordings =>
        [.. StreamGenerators.SmallRecordings.Where(static one => Expectations.Bytes(one).Length < 1000)];

    [Fact]
    public async Task Read_DamagedStreamSplitAnywhere_ReturnsSameEventsOrThrowsNemoException()
    {
        var cases = from bytes in StreamGenerators.Damaged
                    from sizes in StreamGenerators.Sizes
                    select (bytes, sizes);

        await PropertyCheck.HoldsAsync(cases, 2000, async one =>
            Assert.Equal(await OutcomeAsync(one.bytes, [Math.Max(1, one.bytes.Length)]), await OutcomeAsync(one.bytes, one.sizes)));
    }

    [Theory]
    [InlineData("adk-python-2.5/partialcall-on")]
    [InlineData("adk-python-2.5/unicode-on")]
    [InlineData("adk-js-2.0/errorpartial-on")]
    public async Task Read_RecordingTruncatedAtAnyByte_ReturnsPrefixOfEvents(string recording)
    {
        var bytes = Expectations.Bytes(recording);
        var expected = Expectations.ByRecording[recording];

        for (var length = 0; length < bytes.Length; length++)
        {
            // The events of the complete frames. Events that only the end of the stream produces come after this marker.
            byte[] frames = [.. bytes[..(bytes.AsSpan(0, length).LastIndexOf("\n\n"u8) + 1)], .. "\ndata: mark\n\n"u8];
            var lines = (await ReadEventsAsync(frames)).TakeWhile(static line => line != "unknown mark").ToList();

            Assert.Equal(expected.Take(lines.Count), lines);
            Assert.Equal(lines, (await ReadEventsAsync(bytes[..length])).Take(lines.Count));
        }
    }

    [Theory]
    [MemberData(nameof(ShortRecordings))]
    public async Task Read_RecordingWithAnyLineEndSplitAtAnyByte_ReturnsTheSameEvents(string recording)
    {
        var text = Encoding.UTF8.GetString(Expectations.Bytes(recording)).Replace("\r\n", "\n", StringComparison.Ordinal);
        foreach (var lineEnd in LineEnds)
        {
            var bytes = Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal));
            for (var place = 0; place <= bytes.Length; place++)
            {
                using var body = SlicedStream.CutAt(bytes, place);

                Assert.Equal(Expectations.ByRecording[recording], EventNotation.Of(await StreamBody.ReadAsync(body)));
            }
        }
    }

    private static Task<List<string>> ReadEventsAsync(byte[] bytes) => OutcomeAsync(bytes, [Math.Max(1, bytes.Length)]);

    /// <summary>The events and the error that ended them, if any. Any other exception fails the test.</summary>
    private static async Task<List<string>> OutcomeAsync(byte[] bytes, IReadOnlyList<int> sizes)
    {
        using var body = SlicedStream.Of(bytes, sizes);
        var events = new List<AgentEvent>();
        string? failure = null;
        try
        {
            await StreamBody.ReadAsync(body, events, Limit);
        }
        catch (NemoException exception)
        {
            failure = exception.Kind.ToString();
        }

        return [.. EventNotation.Of(events), .. failure is null ? Array.Empty<string>() : [failure]];
    }
}
