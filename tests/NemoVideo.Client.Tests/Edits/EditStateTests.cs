using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>The result that the state shows after an edit, and the number of polls.</summary>
public sealed class EditStateTests
{
    [Fact]
    public async Task Edit_OnlyTurnCountChanged_IsNoTimelineChange()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath ? RawReply.Stream(EditServer.CallA) : EditServer.State(states++ switch
        {
            0 => "\"turn\":1",
            1 => "\"turn\":2",
            _ => "\"turn\":2,\"draft\":{\"t\":[{\"tt\":7,\"sg\":[{\"d\":3000,\"m\":{\"title\":\"Hi\"}}]}]}",
        }));

        var events = await EditServer.EditAsync(server);

        Assert.Equal("Title added: \"Hi\" (0-3s)", Assert.IsType<EditResult>(events[^1]).ChangeSummary);
    }

    [Fact]
    public async Task Edit_OnlyARevisionOfTheDraftChanged_IsNoEdit()
    {
        await using var server = StartWithStates(read => $$$"""
            "draft":{"m":{"rev":{{{read}}},"updated_at":"{{{read}}}"},"t":[{"tt":0,"sg":[{"d":3000}]}]}
            """);

        var events = await EditServer.EditAsync(server);

        Assert.False(Assert.IsType<EditResult>(events[^1]).IsChanged);
    }

    [Theory]
    [InlineData("""{"code":429,"message":"slow down"}""")]
    [InlineData("""{"code":1001,"message":"expired"}""")]
    public async Task Edit_TimelineChangesAfterRejection_IsNotSentAgain(string rejection)
    {
        var (messages, reads) = (0, 0);
        await using var server = RawServer.Start(request => request.Path switch
        {
            EditServer.MessagePath => ++messages > 0 ? RawReply.Json(rejection) : RawReply.Reset,
            "/api/auth/anonymous-token" => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_new"}}"""),
            _ => EditServer.State(reads++ == 0 ? "" : "\"draft\":{\"t\":[]}"),
        });
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var events = await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal((1, EditStatus.Succeeded, true), (messages, result.Status, result.IsChanged));
        Assert.Contains("rejected", result.Interruption!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_StateUnreadableBeforeSecondAttempt_IsNotSentAgain()
    {
        var (messages, reads) = (0, 0);
        await using var server = RawServer.Start(request =>
            request.Path == EditServer.MessagePath && ++messages > 0 ? RawReply.Json("""{"code":429,"message":"slow down"}""")
            : reads++ == 0 ? EditServer.State("")
            : RawReply.Of(404, "application/json", """{"code":1002,"message":"gone"}"""u8.ToArray()));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(
            async () => await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync());

        Assert.Equal((1, Outcome.NotDone), (messages, error.Outcome));
        Assert.Equal(NemoErrorKind.SessionNotFound, error.Kind);
    }

    [Fact]
    public async Task Edit_StateLags_PollsUntilChangeAppears()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath
            ? RawReply.Stream(EditServer.CallA)
            : EditServer.State(states++ < 4 ? "" : "\"draft\":{\"t\":[]}"));

        var events = await EditServer.EditAsync(server);

        Assert.True(Assert.IsType<EditResult>(events[^1]).IsChanged);
        Assert.Equal(5 + 1, EditServer.PollCount(server));
    }

    [Fact]
    public async Task Edit_StateUnreadableAfterEdit_IsUnknown()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath ? RawReply.Stream(EditServer.TextA)
            : states++ == 0 ? EditServer.State("")
            : RawReply.Of(500, "text/plain", []));

        var events = await EditServer.EditAsync(server);

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Unknown, result.Status);
        Assert.Contains("couldn't be read afterward", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("a", result.Text);
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"session_id":"s"}}""")]
    [InlineData("""{"code":0,"data":{"state":null}}""")]
    public async Task Edit_NoStateBeforeMessage_IsNotSent(string response)
    {
        await using var server = RawServer.Start(request =>
            request.Path == EditServer.MessagePath ? RawReply.Stream(EditServer.TextA) : RawReply.Json(response));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(
            async () => await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.InvalidResponse, error.Kind);
        Assert.DoesNotContain(server.Requests, static request => request.Path == EditServer.MessagePath);
    }

    [Theory]
    [InlineData(EditServer.TextA, true)]
    [InlineData("", true)]
    [InlineData("data: {\"code\":2001,\"message\":\"no credits\"}\n\n", false)]
    public async Task Edit_NoStateAfterMessage_IsNoChange(string stream, bool isUnresolved)
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream(stream), static read => read == 0 ? EditServer.State("") : EditServer.NoState);

        Assert.Equal(
            (isUnresolved ? EditStatus.Unknown : EditStatus.Failed, false), (result.Status, result.IsTimelineKnown));
        Assert.Equal(isUnresolved, result.Error!.Exception!.Action == NemoAction.ReadState);
        Assert.Equal(isUnresolved, result.Error.Exception.Outcome == Outcome.Unknown);
    }

    /// <summary>A draft that the client can't read is no proof of an edit.</summary>
    [Fact]
    public async Task Edit_DraftIsUnreadableAfterMessage_IsUnknown()
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream(EditServer.TextA), static read => EditServer.State(read == 0 ? "" : "\"draft\":\"damaged\""));

        Assert.Equal((EditStatus.Unknown, false, false), (result.Status, result.IsTimelineKnown, result.IsChanged));
    }

    [Theory]
    [InlineData("""{"code":429,"message":"slow down"}""", null, 2)]
    [InlineData("""{"code":429,"message":"slow down"}""", "nmv_usr_mine", 2)]
    [InlineData("""{"code":1001,"message":"expired"}""", null, 2)]
    [InlineData("""{"code":1001,"message":"expired"}""", "nmv_usr_mine", 1)]
    [InlineData("""{"code":2001,"message":"no credits"}""", null, 1)]
    public async Task Edit_RejectedOnce_IsSentAgainIfThatCanHelp(string rejection, string? token, int expected)
    {
        var messages = 0;
        await using var server = RawServer.Start(request => request.Path switch
        {
            EditServer.MessagePath => ++messages == 1 ? RawReply.Json(rejection) : RawReply.Stream(EditServer.TextA),
            "/api/auth/anonymous-token" => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_new"}}"""),
            _ => EditServer.State(""),
        });
        using var client = await NemoClient.ConnectAsync(server.Options(QuickLimits.Value, token: token), TestService.Ending);

        var error = await Record.ExceptionAsync(
            async () => await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync());

        Assert.Equal((expected, expected == 1), (messages, error is not null));
    }

    [Fact]
    public async Task Edit_RejectedTwice_IsNotSentAThirdTime()
    {
        var messages = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath && ++messages > 0
            ? RawReply.Json("""{"code":429,"message":"slow down"}""") : EditServer.State(""));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(
            async () => await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync());

        Assert.Equal((2, NemoErrorKind.RateLimited, Outcome.NotDone), (messages, error.Kind, error.Outcome));
    }

    /// <summary>Starts a service that runs a tool for each message, and returns a state for each read, from 0.</summary>
    private static RawServer StartWithStates(Func<int, string> stateOf)
    {
        var reads = 0;
        return RawServer.Start(request => request.Path == EditServer.MessagePath
            ? RawReply.Stream(EditServer.CallA) : EditServer.State(stateOf(reads++)));
    }
}
