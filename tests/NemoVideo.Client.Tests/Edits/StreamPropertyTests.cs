using System.Text;
using FsCheck.Fluent;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Properties of every stream, however its bytes are split.</summary>
public sealed class StreamPropertyTests
{
    private const int Limit = 200;

    [Fact]
    public async Task Read_RecordingSplitAnywhere_ReturnsExpectedEvents()
    {
        var cases = from recording in Gen.Elements(StreamGenerators.SmallRecordings.AsEnumerable())
                    from sizes in StreamGenerators.Sizes
                    select (recording, sizes);

        await PropertyCheck.HoldsAsync(cases, 1000, async one => Assert.Equal(
            Expectations.ByRecording[one.recording],
            await ReadAsync(Expectations.Bytes(one.recording), one.sizes)));
    }

    [Fact]
    public async Task Read_EachRecordingByteByByte_ReturnsExpectedEvents()
    {
        foreach (var recording in StreamGenerators.SmallRecordings)
        {
            Assert.Equal(Expectations.ByRecording[recording], await ReadAsync(Expectations.Bytes(recording), [1]));
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4096)]
    [InlineData(65_537)]
    public async Task Read_HugeFrameInSlices_ReturnsExpectedEvents(int size)
    {
        const string Recording = "adk-python-2.5/big-on";

        Assert.Equal(Expectations.ByRecording[Recording], await ReadAsync(Expectations.Bytes(Recording), [size]));
    }

    [Fact]
    public async Task Read_GeneratedStreamSplitAnywhere_ReturnsEventsOfItsBlocks()
    {
        await PropertyCheck.HoldsAsync(StreamGenerators.Streams, 3000, async one =>
            Assert.Equal(one.Expected, await ReadAsync(one.Bytes, one.Sizes)));
    }

    [Fact]
    public async Task Read_InvalidUtf8InText_ReturnsReplacementCharacters()
    {
        // Each of these bytes is invalid UTF-8 at its position and becomes one replacement character.
        var cases = from bad in Gen.Elements<byte>(0xFF, 0xFE, 0xC0, 0xC1, 0xF5, 0x80, 0xBF).NonEmptyListOf()
                    from sizes in StreamGenerators.Sizes
                    select (bad: bad.ToArray(), sizes);

        await PropertyCheck.HoldsAsync(cases, 500, async one => Assert.Equal(
            [$"text {StreamBlocks.Notation($"a{new string('\uFFFD', one.bad.Length)}b")}", "text \"c\""],
            await ReadAsync(
                [.. "data: {\"type\":\"text\",\"content\":\"a"u8, .. one.bad, .. "b\"}\n\ndata: {\"type\":\"text\",\"content\":\"c\"}\n\n"u8],
                one.sizes)));
    }

    [Fact]
    public async Task Read_InvalidUtf8OutsideText_IsUnknownAndStreamContinues()
    {
        var cases = from bad in Gen.Choose(0x80, 0xFF).Select(static one => (byte)one).NonEmptyListOf()
                    from sizes in StreamGenerators.Sizes
                    select (bad: bad.ToArray(), sizes);

        await PropertyCheck.HoldsAsync(cases, 500, async one => Assert.Equal(
            [$"unknown {{{Encoding.UTF8.GetString(one.bad)}}}", "text \"c\""],
            await ReadAsync([.. "data: {"u8, .. one.bad, .. "}\n\ndata: {\"type\":\"text\",\"content\":\"c\"}\n\n"u8], one.sizes)));
    }

    [Fact]
    public async Task Read_EventOverLimitSplitAnywhere_ReturnsPrecedingEventsAndThrows()
    {
        var cases = from before in Gen.Choose(0, 5)
                    from length in Gen.Choose(Limit + 1, 5 * Limit)
                    from lines in Gen.Choose(1, 8)
                    from end in Gen.Elements("\n", "\r", "\r\n")
                    from isEnded in Gen.Elements(true, false)
                    from sizes in StreamGenerators.Sizes
                    select (before, length, lines, end, isEnded, sizes);

        await PropertyCheck.HoldsAsync(cases, 1000, async one =>
        {
            var small = $"data: {{\"type\":\"text\",\"content\":\"a\"}}{one.end}{one.end}";
            var large = string.Concat(Enumerable.Repeat($"data: {new string('x', one.length / one.lines)}{one.end}", one.lines));
            var body = string.Concat(Enumerable.Repeat(small, one.before)) + large + (one.isEnded ? one.end + small : "");
            using var sliced = SlicedStream.Of(Encoding.UTF8.GetBytes(body), one.sizes);
            var events = new List<AgentEvent>();

            await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => StreamBody.ReadAsync(sliced, events, Limit));

            Assert.Equal(Enumerable.Repeat("text \"a\"", one.before), EventNotation.Of(events));
        });
    }

    [Fact]
    public async Task Read_EventAtLimitSplitAnywhere_Succeeds()
    {
        var cases = from count in Gen.Choose(1, 5)
                    from sizes in StreamGenerators.Sizes
                    select (count, sizes);
        var head = "data: {\"type\":\"text\",\"content\":\"";
        var text = new string('x', Limit - head.Length - 2);

        await PropertyCheck.HoldsAsync(cases, 300, async one => Assert.Equal(
            Enumerable.Repeat($"text \"{text}\"", one.count),
            await ReadAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{head}{text}\"}}\n\n", one.count))), one.sizes, Limit)));
    }

    private static async Task<List<string>> ReadAsync(byte[] bytes, IReadOnlyList<int> sizes, int maxEventBytes = StreamBody.MaxEventBytes)
    {
        using var body = SlicedStream.Of(bytes, sizes);
        return EventNotation.Of(await StreamBody.ReadAsync(body, maxEventBytes));
    }
}
