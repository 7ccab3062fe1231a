using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>The request of a message, and the events of its response.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData(EventDialect.Flat)]
    [InlineData(EventDialect.Named)]
    public async Task Send_FlatDialect_ReturnsServerEvents(EventDialect dialect)
    {
        await using var message = await SentMessage.PrepareAsync(options: TestService.Plain with { Dialect = dialect });

        var lines = await message.SendToEndAsync();

        Assert.Equal(
            [
                "text: Let me edit that. ",
                "heartbeat",
                "call add_title {\"text\":\"Hi\",\"duration\":3000}",
                "result add_title {\"status\":\"success\",\"summary\":\"Title added: \\\"Hi\\\" (0-3s)\"}",
                "heartbeat",
                "text: Done. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            ],
            lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u200b\u200d")]
    public async Task Send_BlankMessage_ThrowsAndSendsNothing(string blank)
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var count = service.Requests.Count;

        foreach (var events in new[] { client.SendAsync(session.Id, blank, TestService.Ending), client.EditAsync(session.Id, blank, cancellationToken: TestService.Ending) })
        {
            await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, async () => await events.GetAsyncEnumerator(TestService.Ending).MoveNextAsync());
        }

        Assert.Equal(count, service.Requests.Count);
    }

    [Fact]
    public async Task Send_AdkDialect_ReturnsPartialTextsAndEachFullTextOnce()
    {
        await using var message = await SentMessage.PrepareAsync(options: TestService.Plain with { Dialect = EventDialect.Adk });

        var lines = await message.SendToEndAsync();

        Assert.Equal(
            [
                "text: Let me edit that. ",
                "call add_title {\"text\":\"Hi\",\"duration\":3000}",
                "result add_title {\"status\":\"success\",\"summary\":\"Title added: \\\"Hi\\\" (0-3s)\"}",
                "text: Done. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            ],
            lines.Where(line => line != "heartbeat" && !line.StartsWith("piece", StringComparison.Ordinal)));
        Assert.Equal(
            string.Concat(lines.Where(line => line.StartsWith("text", StringComparison.Ordinal)).Select(line => line["text: ".Length..])),
            string.Concat(lines.Where(line => line.StartsWith("piece", StringComparison.Ordinal)).Select(line => line["piece: ".Length..])));
    }

    [Fact]
    public async Task Send_Request_IsSnakeCaseAndUtf8()
    {
        await using var server = RawServer.StartStream(RawReply.Stream(LiveMessage.Text));
        using var client = await server.ConnectAsync();

        await client.SendAsync("s", "größe 🎬 \"x\" <b>", TestService.Ending).ToListAsync();

        var request = Assert.Single(server.Requests);
        Assert.Equal("text/event-stream", request.Header("Accept"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(
            """{"app_name":"nemo_agent","user_id":"me","session_id":"s","new_message":{"role":"user","parts":[{"text":"größe 🎬 \"x\" <b>"}]}}""",
            request.BodyText.Replace("\\uD83C\\uDFAC", "🎬", StringComparison.Ordinal));
    }

    /// <summary>The first character decides, however the network splits the bytes before it.</summary>
    [Theory]
    [InlineData(null, "data: ")]
    [InlineData(null, "\uFEFF\r\n\n event: message\ndata: ")]
    [InlineData("text/plain", "id: 1\ndata: ")]
    [InlineData(null, "id\ndata: ")]
    [InlineData("application/octet-stream", "retry: 1\nevent: message\ndata: ")]
    public async Task Send_StreamWithoutContentType_IsReadAsStream(string? type, string begin)
    {
        var bytes = Encoding.UTF8.GetBytes(begin + "{\"type\":\"text\",\"content\":\"🎬\"}\n\n");
        await using var server = RawServer.StartStream(new RawReply(
            async (wire, stop) =>
            {
                await wire.WriteAsync(RawReply.Head(200, type, "Connection: close"), stop);
                foreach (var one in bytes)
                {
                    await wire.WriteAsync(new[] { one }, stop);
                }
            },
            RawReplyEnd.Close));
        using var client = await server.ConnectAsync();

        var lines = await client.SendAsync("s", "m", TestService.Ending).ToLinesAsync();

        Assert.Equal(["text: 🎬"], lines.Where(static line => line != "heartbeat"));
    }

    /// <summary>The limit of the bytes that decide can cut the name of the first field.</summary>
    [Theory]
    [InlineData(1019, "event: message\ndata: ")]
    [InlineData(1024, "data: ")]
    public async Task Send_StreamWithoutContentTypeAfterBlanks_IsReadAsStream(int count, string begin)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('\n', count) + begin + "{\"type\":\"text\",\"content\":\"a\"}\n\n");
        await using var server = RawServer.StartStream(RawReply.Of(200, null, bytes));
        using var client = await server.ConnectAsync();

        Assert.Equal(["text: a"], (await client.SendAsync("s", "m", TestService.Ending).ToLinesAsync()).Where(static line => line != "heartbeat"));
    }

    [Fact]
    public async Task Send_StreamWithoutContentType_ReturnsEventsAsTheyArrive()
    {
        var isReceived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.StartStream(new RawReply(
            async (wire, stop) =>
            {
                await wire.WriteAsync(RawReply.Head(200, null, "Connection: close"), stop);
                await wire.WriteAsync(Encoding.UTF8.GetBytes(LiveMessage.Text), stop);
                await isReceived.Task.WaitAsync(stop);
            },
            RawReplyEnd.Close));
        using var client = await server.ConnectAsync();
        await using var events = client.SendAsync("s", "m", TestService.Ending).GetAsyncEnumerator(TestService.Ending);

        Assert.True(await events.MoveNextAsync());

        isReceived.SetResult();
        Assert.False(await events.MoveNextAsync());
    }
}
