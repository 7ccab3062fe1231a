using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Transport;

/// <summary>A 429 is waited for as told, once, whatever kind of call it was (protocol section 2).</summary>
public sealed class RateLimitTests
{
    private const string Status = "status, envelope";
    private const string Code = "code";

    /// <summary>The calls that have other deadlines than a plain one.</summary>
    private static readonly Dictionary<string, ServiceCall> ClockedCalls = new ServiceCall[]
    {
        ServiceCall.Named("message"),
        ServiceCall.Named("file"),
        ServiceCall.Named("address"),
        new("edit", "message", "POST /run_sse", static (client, _) => client.EditAsync("s", "m", TimeSpan.FromSeconds(5), Workbench.Ending).ToListAsync()),
        ServiceCall.Named("download"),
    }.ToDictionary(static call => call.Name);

    public static MatrixTheoryData<string, string> CallsInBothShapes { get; } = new(ServiceCall.All.Select(call => call.Name), [Status, Code]);

    public static TheoryData<string> CallsWithClocksOfTheirOwn { get; } = [.. ClockedCalls.Keys];

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_LimitedOnceWithAPause_WaitsSoLongAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape, "Retry-After: 7") : null);

        await service.RunAsync();

        Assert.Equal("x 7 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_LimitedOnceWithoutAPause_WaitsThirtySecondsAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape) : null);

        await service.RunAsync();

        Assert.Equal("x 30 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_LimitedOnce_TellsOfThePauseWhenItBegins(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape, "Retry-After: 7") : null);

        await service.RunAsync();

        Assert.Contains("7 seconds", Assert.Single(service.Pauses), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_FailedInPassing_TellsOfEachPause()
    {
        await using var service = await StartAsync("credits", count => count switch { 1 => RawReply.Of(503, "text/plain", []), 2 => RawReply.Of(502, "text/plain", []), _ => null });

        await service.RunAsync();

        Assert.Collection(service.Pauses, static pause => Assert.Contains("503", pause, StringComparison.Ordinal), static pause => Assert.Contains("502", pause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_LimitedUntilAMoment_WaitsUntilThen()
    {
        await using var service = await StartAsync("credits", count => count == 1 ? Limited(Status, "Retry-After: Wed, 11 Mar 2026 12:00:20 GMT") : null);

        await service.RunAsync();

        Assert.Equal("x 20 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsWithClocksOfTheirOwn))]
    public async Task Call_LimitedForLongerThanItsClocksRun_SucceedsAfterThePause(string call) =>
        Assert.Null(await LimitWithShortClocksAsync(call, times: 1));

    [Theory]
    [MemberData(nameof(CallsWithClocksOfTheirOwn))]
    public async Task Call_LimitedAgainAfterThePause_IsRateLimitedWhateverItsClocksAre(string call) =>
        Assert.Equal(NemoErrorKind.RateLimited, Assert.IsType<NemoException>(await LimitWithShortClocksAsync(call, times: 2)).Kind);

    [Theory]
    [InlineData("100", "100 seconds")]
    [InlineData("5400", "90 minutes")]
    [InlineData("90000", "25 hours")]
    [InlineData("604800", "7 days")]
    public async Task Call_LimitedForLongerThanItMayTake_SaysAtOnceWhenToTryAgain(string seconds, string said)
    {
        await using var service = await StartAsync("message", _ => Limited(Status, "Retry-After: " + seconds));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x"), (error.Kind, service.Seen));
        Assert.Contains(said, error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_LimitedAgainAfterARenewal_HasHadItsWait()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("session"), isFree: true, count => count == 2 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x 30 x R x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Call_LimitedAfterARenewal_WaitsOnce()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("session"), isFree: true, count => count == 1 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x R x 30 x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Send_LimitedAfterARenewal_IsNotSentAThirdTime()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("message"), isFree: true, count => count == 1 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x R x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Send_RefusedAfterAPause_IsNotSentAThirdTime()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("message"), isFree: true, count => count == 1 ? Limited(Status) : Refused);

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.Authentication, "x 30 x"), (error.Kind, service.Seen));
    }

    [Theory]
    [InlineData("one free token per client id in 7 days", "per client ID every 7 days")]
    [InlineData("too many tokens for this IP", "network address")]
    [InlineData("Address limit reached", "network address")]
    [InlineData("Your trip was too long", "per network address")]
    public async Task Connect_Limited_SaysWhichLimitItWas(string answer, string said)
    {
        await using var service = await StartAsync(
            "token", _ => RawReply.Of(429, "application/json", System.Text.Encoding.UTF8.GetBytes("{\"error\":\"" + answer + "\"}"), "Retry-After: 86400"));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("24 hours", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(NemoAction.SetToken, error.Action);
    }

    /// <summary>Makes a call all of whose clocks are shorter than the pause that it is told to take, and says how it ends.</summary>
    private static async Task<Exception?> LimitWithShortClocksAsync(string call, int times)
    {
        var called = ClockedCalls[call];
        var clock = TimeSpan.FromSeconds(5);
        var limits = new NemoLimits { StreamTimeout = clock, StreamIdleTimeout = clock, TransferIdleTimeout = clock, UrlUploadTimeout = clock, StatePollCount = 1 };
        var time = new ManualTime();
        var asked = 0;
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(request =>
            called.IsMeant(request) && ++asked <= times ? Limited(Status, "Retry-After: 30")
            : request.Path == "/run_sse" ? RawReply.Stream("data: {\"type\":\"text\",\"content\":\"a\"}\n\n")
            : request.Path.EndsWith("/download", StringComparison.Ordinal) ? RawReply.Of(200, "video/mp4", [1])
            : RawReply.Json("""{"code":0,"data":{"session_id":"s","files":[{}],"state":{}}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(limits, time), Workbench.Ending);

        var ending = Record.ExceptionAsync(() => called.RunAsync(client, folder));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(30));
        var end = await ending;

        Assert.Equal(2, asked);
        return end;
    }

    private static RawReply Refused => ErrorTable.Shape(Status).ReplyOf(ErrorTable.Failures["1001"]);

    private static Task<FailingService> StartAsync(string call, Func<int, RawReply?> failing) =>
        FailingService.StartAsync(ServiceCall.Named(call), isFree: false, failing);

    private static RawReply Limited(string shape, params string[] headers) =>
        ErrorTable.Shape(shape).ReplyOf(ErrorTable.Failures["429"], headers);
}
