using System.Text;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Properties of every stream, however its bytes are split.</summary>
public sealed class StreamPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Read_EachRecordingInSlices_ReturnsExpectedEvents(int size)
    {
        foreach (var recording in size < 1000 ? StreamGenerators.SmallRecordings : Expectations.ByRecording.Keys)
        {
            Assert.Equal(Expectations.ByRecording[recording], await ReadAsync(Expectations.Bytes(recording), size));
        }
    }

    /// <summary>Each of these bytes is invalid UTF-8 at its position, and becomes one replacement character.</summary>
    [Theory]
    [InlineData("{\"type\":\"text\",\"content\":\"aX\"}", "text \"a\\uFFFD\\uFFFD\\uFFFD\"")]
    [InlineData("{X}", "unknown {\uFFFD\uFFFD\uFFFD}")]
    public async Task Read_InvalidUtf8_IsReplacedAndStreamContinues(string frame, string expected)
    {
        var parts = StreamBody.Frames(frame, """{"type":"text","content":"c"}""").Split('X');
        byte[] bytes = [.. Encoding.UTF8.GetBytes(parts[0]), 0xFF, 0xC0, 0x80, .. Encoding.UTF8.GetBytes(parts[1])];
        foreach (var size in (int[])[1, 2, 1000])
        {
            Assert.Equal([expected, "text \"c\""], await ReadAsync(bytes, size));
        }
    }

    private static async Task<List<string>> ReadAsync(byte[] bytes, int size)
    {
        using var body = SlicedStream.Of(bytes, [size]);
        return EventNotation.Of(await StreamBody.ReadAsync(body));
    }
}
