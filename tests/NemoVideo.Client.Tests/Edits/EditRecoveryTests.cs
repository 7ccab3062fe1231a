using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Edits whose stream is interrupted: the polls of the state and the reported result.</summary>
public sealed class EditRecoveryTests
{
    [Fact]
    public async Task Edit_ConnectionLost_WaitsThirtySecondsAndPollsSixtyFiveTimes()
    {
        var time = new ManualTime();
        await using var server = RawServer.StartStream(RawReply.Reset);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), TestService.Ending);

        var editing = client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync();
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
        Assert.Equal(1, EditServer.PollCount(server));
        time.Advance(TimeSpan.FromSeconds(30));
        for (var poll = 2; poll <= 6; poll++)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(60), TestService.Ending);
            Assert.Equal(poll, EditServer.PollCount(server));
            time.Advance(TimeSpan.FromSeconds(60));
        }

        var events = await editing;
        Assert.Equal(7, EditServer.PollCount(server));
        Assert.Equal(EditStatus.Unknown, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Single(server.Requests, request => request.Path == EditServer.MessagePath);
    }

    /// <summary>A trial of one look everywhere, 30 November: only the time of the next check was shown.</summary>
    [Fact]
    public async Task Edit_SilentAndUnchanged_SaysHowLongTheChecksCanTake()
    {
        var (time, waits) = (new ManualTime(), new List<string>());
        await using var server = RawServer.StartStream(RawReply.Stream(""));
        var limits = new NemoLimits { StatePollCount = 1 };
        using var client = await NemoClient.ConnectAsync(
            server.Options(limits, time, pausing: wait => waits.Add(wait.ToString())), TestService.Ending);

        var editing = client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync();
        await time.WaitForTimerAsync(limits.RecoveryDelay, TestService.Ending);
        time.Advance(limits.RecoveryDelay);
        for (var poll = 1; poll <= limits.RecoveryCount; poll++)
        {
            await time.WaitForTimerAsync(limits.RecoveryInterval, TestService.Ending);
            time.Advance(limits.RecoveryInterval);
        }

        Assert.Equal(EditStatus.Unchanged, Assert.IsType<EditResult>((await editing)[^1]).Status);
        const string Reason = "The stream ended before it confirmed the edit. Checking for up to";
        Assert.Equal($"{Reason} 6 minutes. Next check in 30 seconds.", waits[0]);
        Assert.Equal($"{Reason} 5 minutes. Next check in 60 seconds.", waits[1]);
        Assert.Equal($"{Reason} 60 seconds. Next check in 60 seconds.", waits[^1]);
    }

    [Fact]
    public async Task Edit_NoStateInFirstPollAfterGatewayError_RecoversFromLaterPoll()
    {
        var result = await EditServer.EditAsync(RawReply.Of(502, "text/html", "<h1>Bad Gateway</h1>"u8.ToArray()), static read => read switch
        {
            0 => EditServer.State(""),
            <= 3 => EditServer.NoState,
            _ => EditServer.State("\"draft\":{\"t\":[]}"),
        });

        Assert.Equal((EditStatus.Succeeded, true), (result.Status, result.IsChanged));
    }

    [Fact]
    public async Task Edit_ErrorEventThenConnectionLost_FailsOnceWithoutPolling()
    {
        var error = Encoding.UTF8.GetBytes("data: {\"type\":\"error\",\"message\":\"no\"}\n\n");
        await using var server = RawServer.StartStream(RawReply.Cut("text/event-stream", error, 10_000));

        var events = await EditServer.EditAsync(server);

        Assert.Equal("no", Assert.Single(events.OfType<ErrorEvent>()).Message);
        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal((EditStatus.Failed, NemoErrorKind.ConnectionLost), (result.Status, result.Interruption?.Kind));
        Assert.Equal(2, EditServer.PollCount(server));
    }

    [Theory]
    [InlineData(false, "has not changed")]
    [InlineData(true, "is still changing")]
    public async Task Edit_ConnectionLost_SaysWhatTheTimelineDoes(bool isChanging, string expected)
    {
        var result = await EditServer.EditAsync(RawReply.Reset, read => EditServer.State(
            isChanging ? $$"""
            "draft":{"t":[{"tt":0,"sg":[{"d":{{1000 + read}}}]}]}
            """ : ""));

        Assert.Equal(EditStatus.Unknown, result.Status);
        Assert.Contains($"The timeline {expected}.", result.Error!.Message, StringComparison.Ordinal);
    }

    /// <summary>The tool wasn't confirmed, so that the user is told how the edit was found.</summary>
    [Fact]
    public async Task Edit_ToolWithoutResponseAndChangeInALaterPoll_SucceedsWithInterruption()
    {
        var result = await EditServer.EditAsync(
            RawReply.Stream(EditServer.CallA), static read => EditServer.State(read < 7 ? "" : EditServer.TitleDraft));

        Assert.Equal((EditStatus.Succeeded, NemoErrorKind.ConnectionLost), (result.Status, result.Interruption?.Kind));
    }

    /// <summary>A gateway's refusal of the request says what to do; an error of the service itself doesn't.</summary>
    [Theory]
    [InlineData(400, true)]
    [InlineData(404, true)]
    [InlineData(499, true)]
    [InlineData(500, false)]
    [InlineData(502, false)]
    public async Task Edit_ResponseOfAGateway_AdviceIsThatOfAClientError(int status, bool hasAdvice)
    {
        var result = await EditServer.EditAsync(
            RawReply.Of(status, "text/html", "<h1>Gateway</h1>"u8.ToArray()), static _ => EditServer.State(""));

        Assert.Equal(EditStatus.Unknown, result.Status);
        Assert.Equal(!hasAdvice, result.Error!.Exception!.NextStep!.StartsWith("The edit may still complete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edit_TimesOut_ReportsTimeoutAfterReadingState()
    {
        var time = new ManualTime();
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath ? RawReply.Silence : EditServer.State(""));
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits { RecoveryCount = 1 }, time), TestService.Ending);

        var editing = client.EditAsync("s", "m", TimeSpan.FromSeconds(7), cancellationToken: TestService.Ending).ToListAsync();
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(7), TestService.Ending);
        time.Advance(TimeSpan.FromSeconds(7));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
        time.Advance(TimeSpan.FromSeconds(30));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(60), TestService.Ending);
        time.Advance(TimeSpan.FromSeconds(60));

        var events = await editing;
        var error = Assert.IsType<NemoTimeoutException>(Assert.Single(events.OfType<ErrorEvent>()).Exception);
        Assert.Equal((TimeSpan.FromSeconds(7), false), (error.Limit, error.IsIdle));
        Assert.Contains("7 seconds", error.Message, StringComparison.Ordinal);
        Assert.Contains("timeline", error.Message, StringComparison.Ordinal);
        Assert.Contains("may still complete", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(1 + 2, EditServer.PollCount(server));
    }
}
