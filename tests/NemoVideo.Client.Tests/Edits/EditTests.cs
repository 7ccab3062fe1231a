using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>An edit, from the state before it to the state after it.</summary>
public sealed class EditTests
{
    [Fact]
    public async Task Edit_TimelineChanges_EndsWithTimelineAndResult()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();

        var events = await client.EditAsync(session, "add a title \"Hi\"", cancellationToken: TestService.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal("timeline: Timeline (2 tracks): 1. Video: beach (0-5s) 2. Title: \"Hi\" (0-3s)", EventLines.Of(events[^2]));
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.Equal(
            "Let me edit that. \nDone. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            result.Text);
        Assert.Equal(["add_title"], result.Tools);
        Assert.True(result.IsChanged);
        Assert.False(result.IsSilent);
        Assert.Single(result.Before.Tracks);
        Assert.Equal(2, result.After.Tracks.Count);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task Edit_TextResponseOnly_IsUnchangedAfterOnePoll()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();

        var events = await client.EditAsync(session, "hello", cancellationToken: TestService.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Unchanged, result.Status);
        Assert.False(result.IsChanged);
        Assert.Empty(result.Changes);
        Assert.Empty(result.ChangeSummary);
        Assert.DoesNotContain(events, one => one is TimelineEvent);
        Assert.Equal(1 + 1, service.RequestsTo("GET", EditServer.StatePath + session).Count(request => request.Id > service.RequestsTo("POST", "/api/upload-video")[0].Id));
    }

    [Fact]
    public async Task Edit_RejectedBeforeStream_Throws()
    {
        await using var service = await TestService.StartAsync(TestService.Plain with { Credits = 0 });
        var (client, session) = await service.ConnectWithClipAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.OutOfCredits, () => client.EditAsync(session, "add a title \"Hi\"", cancellationToken: TestService.Ending).ToListAsync());
    }

    [Fact]
    public async Task Edit_UnknownSession_SendsNoMessage()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.SessionNotFound, () => client.EditAsync("missing", "m", cancellationToken: TestService.Ending).ToListAsync());

        Assert.Empty(service.RequestsTo("POST", EditServer.MessagePath));
    }

    /// <summary>After a tool, the state can lag behind an edit, and the error says whether the timeline changed.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData(EditServer.CallA, 5)]
    public async Task Edit_ErrorEvent_PollsStateOnlyAfterATool(string start, int expected)
    {
        await using var server = RawServer.StartStream(RawReply.Stream(start + "data: {\"type\":\"error\",\"message\":\"no\"}\n\n"));
        using var client = await server.ConnectAsync();

        await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync();

        Assert.Equal(1 + expected, EditServer.PollCount(server));
    }

    [Theory]
    [InlineData("""{"type":"error","code":2001,"message":"no credits"}""", NemoErrorKind.OutOfCredits)]
    [InlineData("""{"errorCode":"1002","errorMessage":"gone"}""", NemoErrorKind.SessionNotFound)]
    [InlineData("""{"success":false,"code":402,"error":"upgrade"}""", NemoErrorKind.ExportBlocked)]
    [InlineData("""{"errorCode":"429","errorMessage":"the model is busy"}""", null)]
    public async Task Edit_ErrorEventWithCode_HasNextStepOfThatCode(string frame, NemoErrorKind? expected)
    {
        await using var server = RawServer.StartStream(RawReply.Stream($"data: {frame}\n\n"));

        var events = await EditServer.EditAsync(server);

        Assert.Equal(expected, Assert.Single(events.OfType<ErrorEvent>()).Exception?.Kind);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[^1]).Status);
    }
}
