namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Streams of real servers (protocol section 5 and its recordings), sent again as they were.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Replay_EveryRecording_SendsSameBytes()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Credits = 100_000 });
        var session = await caller.CreateSessionAsync();

        Assert.True(Recordings.All.Count > 80);
        foreach (var path in Recordings.All)
        {
            caller.Host.AddFault($"POST /run_sse: replay \"{path}\"");
            using var body = Caller.MessageBody(session, "how are you?");
            using var reply = await caller.Http.PostAsync("/run_sse", body, Caller.Ending);

            Assert.Equal(200, (int)reply.StatusCode);
            Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
            Assert.Equal(await File.ReadAllBytesAsync(path, Caller.Ending), await reply.Content.ReadAsByteArrayAsync(Caller.Ending));
        }
    }

    [Fact]
    public async Task Replay_CutWithinFrame_EndsAfterThatManyBytes()
    {
        var path = Recordings.PathOf("adk-python-2.5/edit-on");
        var recording = await File.ReadAllBytesAsync(path, Caller.Ending);

        Assert.Equal(recording[..500], await ReadBrokenAsync($"replay \"{path}\" cut after 500 bytes", 500));
    }

    [Fact]
    public async Task Replay_AfterEvents_FollowsEmulatorEvents()
    {
        var path = Recordings.PathOf("adk-python-2.5/hello-off");
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"POST /run_sse: replay \"{path}\" after 1 event");
        var stream = await caller.SendMessageAsync(await caller.CreateSessionWithClipAsync(), "add a title");

        Assert.StartsWith("data: {\"type\":\"text\"", stream, StringComparison.Ordinal);
        Assert.EndsWith(await File.ReadAllTextAsync(path, Caller.Ending), stream, StringComparison.Ordinal);
        Assert.Equal(2, stream.Events().Count(one => !one.TryGetProperty("type", out var type) || type.GetString() != "heartbeat"));
    }

    [Fact]
    public async Task Replay_SilentEdit_WorkIsDoneAndCharged()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault($"POST /run_sse: replay \"{Recordings.PathOf("adk-js-2.0/silent-on")}\"");
        await caller.SendMessageAsync(caller.Session, "add a title");

        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
        Assert.Equal(950, await caller.ReadAvailableAsync());
        Assert.Equal(2, caller.Host.Requests.Single(request => request.Path == "/run_sse").EventsSent);
    }

    private static async Task<byte[]> ReadBrokenAsync(string action, int byteCount)
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault("POST /run_sse: " + action);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/run_sse")
        {
            Content = Caller.MessageBody(await caller.CreateSessionAsync(), "how are you?"),
        };
        using var reply = await caller.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Caller.Ending);
        await using var content = await reply.Content.ReadAsStreamAsync(Caller.Ending);
        var bytes = new byte[byteCount];
        await content.ReadExactlyAsync(bytes, Caller.Ending);

        await Assert.ThrowsAnyAsync<IOException>(async () => await content.ReadExactlyAsync(new byte[1], Caller.Ending));
        await caller.WaitForAsync(record => record is { Path: "/run_sse", State: RequestState.Aborted });
        return bytes;
    }
}
