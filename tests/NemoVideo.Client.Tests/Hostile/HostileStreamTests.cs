using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Streams that exceed limits, over real sockets.</summary>
public sealed class HostileStreamTests
{
    private const string Text = """data: {"type":"text","content":"a"}\n\n""";

    /// <summary>The number of events before the error for too many events.</summary>
    private static async Task<int> CountUntilEventLimitAsync(Stream body)
    {
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending);
        var count = 0;

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, async () =>
        {
            await foreach (var one in EventStreamReader.ReadAsync(body, Limits, timeouts, new Redaction(), cancellationToken: Workbench.Ending))
            {
                count++;
            }
        });

        Assert.Contains("MaxStreamEvents", error.NextStep, StringComparison.Ordinal);
        return count;
    }

    private static readonly NemoLimits Limits = QuickLimits.Value with { MaxStreamBytes = 3_000_000, MaxStreamEvents = 5000 };

    [Theory]
    [InlineData("one event of 64 MiB", "67108864", """data: {"type":"text","content":"<<x>>"}\n\n""", "16777216 bytes", "MaxEventBytes")]
    [InlineData("one line without end", "*", "<<x>>", "16777216 bytes", "MaxEventBytes")]
    [InlineData("one event of lines without end", "*", """<<data: x\n>>""", "16777216 bytes", "MaxEventBytes")]
    public async Task Send_EventOverLimit_ThrowsInvalidResponse(string name, string count, string lines, string expectedText, string limit)
    {
        await using var message = await SentMessage.PrepareAsync($"flood 200 {count} text/event-stream {lines}");

        var error = await message.FailAsync();

        Assert.True(error.Kind == NemoErrorKind.InvalidResponse, name);
        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
        Assert.Contains(limit, error.NextStep, StringComparison.Ordinal);
        Assert.Equal(NemoAction.ReadState, error.Action);
    }

    [Theory]
    [InlineData("texts", Text)]
    [InlineData("pieces of texts", """data: {"type":"text","content":"a","partial":true}\n\n""")]
    [InlineData("thoughts", """data: {"type":"text","content":"a","partial":true,"thought":true}\n\n""")]
    [InlineData("notices", """data: {"type":"text","content":"I encountered a temporary issue"}\n\n""")]
    [InlineData("events of no known kind", """data: 1\n\n""")]
    [InlineData("calls", """data: {"type":"tool_call","name":"t","args":{}}\n\n""")]
    [InlineData("results", """data: {"type":"tool_result","name":"t","result":[1]}\n\n""")]
    [InlineData("announced calls", """data: {"content":{"parts":[{"functionCall":{"name":"t","args":{}}}]},"partial":true}\n\n""")]
    [InlineData("errors", """data: {"type":"error","message":"m"}\n\n""")]
    public async Task Edit_EndlessEvents_EndsAtLimitWithReceivedEvents(string name, string lines)
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync(Limits);
        bench.Host.AddFault($"POST /run_sse: flood 200 * text/event-stream <<{lines}>>");

        var events = await client.EditAsync(session, "add a title", cancellationToken: Workbench.Ending).ToListAsync(Workbench.Ending);

        var result = Assert.IsType<EditResult>(events[^1]);
        var interruption = Assert.IsType<NemoException>(result.Interruption);
        Assert.Equal(NemoErrorKind.InvalidResponse, interruption.Kind);
        Assert.True(interruption.Message.Contains("5000 events", StringComparison.Ordinal), $"{name}: {interruption.Message}");
        Assert.Contains("MaxStreamEvents", interruption.NextStep, StringComparison.Ordinal);
        Assert.Equal(name == "errors" ? EditStatus.Failed : EditStatus.Unknown, result.Status);
        Assert.Single(bench.RequestsTo("POST", "/run_sse"));
    }

    [Theory]
    [InlineData("comments", """: still here\n""")]
    [InlineData("empty lines", """\n""")]
    [InlineData("fields without data", """id: 1\n\n""")]
    public async Task Send_EndlessUnparsedLines_EndsAtLimit(string name, string lines)
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync(Limits);
        bench.Host.AddFault($"POST /run_sse: flood 200 * text/event-stream {Text}<<{lines}>>");
        var events = new List<AgentEvent>();

        var error = await Assert.ThrowsAsync<NemoException>(async () =>
        {
            await foreach (var one in client.SendAsync(session, "m", Workbench.Ending))
            {
                events.Add(one);
            }
        });

        Assert.True(error.Message.Contains("3000000", StringComparison.Ordinal), $"{name}: {error.Message}");
        Assert.Contains("MaxStreamBytes", error.NextStep, StringComparison.Ordinal);
        Assert.Contains(events, static one => one is TextEvent { Text: "a" });
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: ")]
    public async Task Read_FrameOfManyEvents_EndsAtEventLimitWithReceivedEvents(string start)
    {
        using var body = ManyEvents(start);

        Assert.Equal(Limits.MaxStreamEvents, await CountUntilEventLimitAsync(body));
    }

    [Fact]
    public async Task Read_TimeoutInsideFrame_StopsDecoding()
    {
        using var body = ManyEvents("data: ");
        using var timeout = new CancellationTokenSource();
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending, timeout.Token);
        var count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var one in EventStreamReader.ReadAsync(body, new NemoLimits(), timeouts, new Redaction(), cancellationToken: Workbench.Ending))
            {
                count++;
                timeout.Cancel();
            }
        });

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Read_DeeplyNestedEvent_IsUnknownAndStreamContinues()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"type\":[", 10_000)) + "1" + string.Concat(Enumerable.Repeat("]}", 10_000));

        var events = await StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames(deep, """{"type":"text","content":"a"}""")));

        Assert.Equal(["Unknown", "Text"], events.Select(static one => one.Kind));
        Assert.Contains("valid JSON", Assert.IsType<UnknownEvent>(events[0]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TextOfNoticesOnly_DoesNotOverflowStack()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\\nI encountered a temporary issue", 20_000));

        var events = await StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames($$"""{"type":"text","content":"{{text}}"}""")));

        Assert.StartsWith("a\n", Assert.IsType<TextEvent>(events[0]).Text, StringComparison.Ordinal);
    }

    private static MemoryStream ManyEvents(string start) => new(System.Text.Encoding.UTF8.GetBytes(
        start + "{\"content\":{\"parts\":[0" + string.Concat(Enumerable.Repeat(",0", 20_000)) + "]}}\n\n"));
}
