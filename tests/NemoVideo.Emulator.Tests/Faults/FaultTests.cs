namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Faults of requests and streams. Client.FaultTableTests shows the others.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Hold_AfterOneEvent_PausesUntilReleased()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: hold after 1 event");
        var message = caller.SendMessageAsync(caller.Session, "add a title");
        await caller.WaitForAsync(request => request is { Path: "/run_sse", EventsSent: 1 });
        Assert.False(message.IsCompleted);
        using var released = await caller.Http.PostAsync("/_emulator/release", null, Caller.Ending);

        Assert.Contains("Done.", await message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HoldBody_OfUpload_PausesReadingUntilReleased()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        caller.Host.AddFault("POST /api/upload-video/*: hold body after 500 bytes");
        var uploading = caller.UploadAsync(session, "a.mp4", new byte[100_000]);
        var paused = await caller.WaitForAsync(request => request is { State: RequestState.Open, BytesReceived: >= 500 });
        Assert.Equal(500, paused.BytesReceived);
        Assert.False(uploading.IsCompleted);
        caller.Host.ReleaseHeld();
        await uploading;
        var record = await caller.WaitForAsync(request => request is { BytesReceived: > 100_000, State: RequestState.Completed });
        Assert.Equal(record.Headers["Content-Length"], record.BytesReceived.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(EventDialect.Flat, "\"type\":\"error\"")]
    [InlineData(EventDialect.Adk, "\"errorMessage\":\"quota \\\"gone\\\"\"")]
    public async Task ErrorEvent_InStream_EndsStreamAndChargesNothing(EventDialect dialect, string mark)
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { Dialect = dialect });
        caller.Host.AddFault("POST /run_sse: error event \"quota \"gone\"\" after 1 event");
        var stream = await caller.SendMessageAsync(caller.Session, "add a title");

        Assert.Equal(2, stream.Events().Count(one => !one.TryGetProperty("type", out var type) || type.GetString() != "heartbeat"));
        Assert.Contains(mark, stream, StringComparison.Ordinal);
        Assert.Equal(1000, await caller.ReadAvailableAsync());
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }
}
