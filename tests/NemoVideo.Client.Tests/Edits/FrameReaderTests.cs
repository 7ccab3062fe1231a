using System.IO.Pipelines;
using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Server-sent events as bytes, before their data is decoded.</summary>
public sealed class FrameReaderTests
{
    [Theory]
    [InlineData("event: a\ndata: 1\n\ndata: 2\n\n", "a|1", "-|2")]
    [InlineData("event: a\n\ndata: 1\n\n", "a|-", "-|1")]
    [InlineData("data\ndata:\ndata: \ndata:  x\n\n", "-|///_x")]
    [InlineData("\n\ndatax: 1\ndat\nid\nretry: 5\ndata:1\n other\n\n", "-|1")]
    [InlineData("data: 1\n: one\ndata: 2\n: half", "-|-", "-|1/2")]
    [InlineData("lost\n\ndata: 1\n\n", "-|-", "-|1")]
    [InlineData("event: a\nlost", "a|-")]
    [InlineData("id: 1", new string[0])]
    [InlineData("data: 1\n\uFEFFdata: 2\n\n", "-|1")]
    [InlineData("\uFEFF", new string[0])]
    [InlineData("\uFEFF\uFEFFdata: 1\n\ndata: 2\n\n", "-|-", "-|2")]
    public async Task Read_Lines_ReturnsNameAndData(string body, params string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var place = 0; place <= bytes.Length; place++)
        {
            using var stream = SlicedStream.CutAt(bytes, place);

            Assert.Equal(expected, await ReadAsync(stream, new NemoLimits()));
        }
    }

    [Theory]
    [InlineData(9, null)]
    [InlineData(8, "MaxStreamBytes")]
    public async Task Read_StreamOfTheLimit_IsNoError(int maxBytes, string? limit)
    {
        using var body = new MemoryStream("data: 1\n\n"u8.ToArray());

        var error = await Record.ExceptionAsync(() => ReadAsync(body, new NemoLimits { MaxStreamBytes = maxBytes }));

        Assert.Equal(limit is null, error is null);
        Assert.Contains(limit ?? "", (error as NemoException)?.NextStep ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CommentInAnIncompleteEvent_IsReturnedAtOnce()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("data: {\"type\":\"text\",\n: alive\n"u8.ToArray(), TestService.Ending);
        var (events, stop) = Enumerate(pipe);

        Assert.True(await events.MoveNextAsync());
        Assert.IsType<HeartbeatEvent>(events.Current);

        await pipe.Writer.WriteAsync("data: \"content\":\"a\"}\n\n"u8.ToArray(), TestService.Ending);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new TextEvent("a"), events.Current);
        await events.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task Read_CanceledDuringARead_CancelsTheRead()
    {
        var pipe = new Pipe();
        var (events, stop) = Enumerate(pipe);
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await events.DisposeAsync();
        stop.Dispose();
    }

    private static (IAsyncEnumerator<AgentEvent> Events, CancellationTokenSource Stop) Enumerate(Pipe pipe)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(TestService.Ending);
        var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        return (EventStreamReader.ReadAsync(pipe.Reader.AsStream(), new NemoLimits(), timeouts, new Redaction(), cancellationToken: stop.Token).GetAsyncEnumerator(stop.Token), stop);
    }

    /// <summary>One line per frame: name and data. Null is a hyphen, LF a slash, and a leading space an underscore.</summary>
    private static async Task<List<string>> ReadAsync(Stream body, NemoLimits limits)
    {
        await using var reader = new FrameReader(body, limits);
        var frames = new List<string>();
        while (await reader.ReadAsync(TestService.Ending) is { } frame)
        {
            frames.Add($"{frame.Name ?? "-"}|{frame.Data ?? "-"}".Replace('\n', '/').Replace(' ', '_').Replace(":_", ": ", StringComparison.Ordinal));
        }

        return frames;
    }
}
