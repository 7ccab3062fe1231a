using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>After a 429, each kind of call waits for Retry-After and retries once (protocol section 2).</summary>
public sealed class RateLimitTests
{
    private const string Status = "status, envelope";
    private const string Code = "code";

    /// <summary>The calls with timeouts of their own.</summary>
    private static readonly Dictionary<string, ServiceCall> CallsWithTimeouts = new ServiceCall[]
    {
        ServiceCall.Named("message"),
        ServiceCall.Named("file"),
        ServiceCall.Named("address"),
        new("edit", "message", ApiCalls.SendMessage, null, static async (client, _) =>
            await client.EditAsync("s", "m", TimeSpan.FromSeconds(5), cancellationToken: Workbench.Ending).ToListAsync()),
        ServiceCall.Named("download"),
    }.ToDictionary(static call => call.Name);

    public static MatrixTheoryData<string, string> CallsInBothShapes { get; } = new(ServiceCall.All.Select(call => call.Name), [Status, Code]);

    public static TheoryData<string> CallsWithOwnTimeouts { get; } = [.. CallsWithTimeouts.Keys];

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RateLimitedWithRetryAfter_WaitsAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape, "Retry-After: 7") : null);

        await service.RunAsync();

        Assert.Equal("x 7 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RateLimitedWithoutRetryAfter_WaitsThirtySecondsAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape) : null);

        await service.RunAsync();

        Assert.Equal("x 30 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RateLimited_ReportsDelayWhenItBegins(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape, "Retry-After: 7") : null);

        await service.RunAsync();

        Assert.Contains("7 seconds", Assert.Single(service.Pauses), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_TransientFailure_ReportsEachDelay()
    {
        await using var service = await StartAsync("credits", count => count switch { 1 => RawReply.Of(503, "text/plain", []), 2 => RawReply.Of(502, "text/plain", []), _ => null });

        await service.RunAsync();

        Assert.Collection(service.Pauses, static pause => Assert.Contains("503", pause, StringComparison.Ordinal), static pause => Assert.Contains("502", pause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OtherCallWasRateLimited_WaitsForTheSamePause()
    {
        var time = new ManualTime();
        var count = 0;
        await using var server = RawServer.Start(_ => count++ == 0
            ? RawReply.Of(429, "application/json", "{}"u8.ToArray(), "Retry-After: 20")
            : RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(QuickLimits.Value, time), Workbench.Ending);
        var limited = client.GetCreditAsync(Workbench.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20), Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(5));

        var other = client.GetCreditAsync(Workbench.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(15), Workbench.Ending);
        Assert.Single(server.Requests);
        time.Advance(TimeSpan.FromSeconds(15));

        await Task.WhenAll(limited, other);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Call_RetryAfterDate_WaitsUntilThen()
    {
        await using var service = await StartAsync("credits", count => count == 1 ? Limited(Status, "Retry-After: Wed, 11 Mar 2026 12:00:20 GMT") : null);

        await service.RunAsync();

        Assert.Equal("x 20 x", service.Seen);
    }

    [Theory]
    [MemberData(nameof(CallsWithOwnTimeouts))]
    public async Task Call_RetryAfterExceedsTimeouts_SucceedsAfterDelay(string call) =>
        Assert.Null(await LimitWithShortTimeoutsAsync(call, times: 1));

    [Theory]
    [MemberData(nameof(CallsWithOwnTimeouts))]
    public async Task Call_RateLimitedAgainAfterDelay_ThrowsRateLimitedWithAnyTimeouts(string call) =>
        Assert.Equal(NemoErrorKind.RateLimited, Assert.IsType<NemoException>(await LimitWithShortTimeoutsAsync(call, times: 2)).Kind);

    [Theory]
    [InlineData("100", "Try again in 100 seconds")]
    [InlineData("5400", "Try again in 90 minutes")]
    [InlineData("90000", "Try again in 25 hours")]
    [InlineData("604800", "Try again in 7 days")]
    public async Task Call_RetryAfterExceedsLimit_ThrowsAtOnceWithTimeToRetry(string value, string expectedText)
    {
        await using var service = await StartAsync("message", _ => Limited(Status, "Retry-After: " + value));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x"), (error.Kind, service.Seen));
        Assert.StartsWith(expectedText, error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RateLimitedAgainAfterRenewal_DoesNotWaitAgain()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("session"), isFree: true, count => count == 2 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x 30 x R x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Call_RateLimitedAfterRenewal_WaitsOnce()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("session"), isFree: true, count => count == 1 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x R x 30 x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Send_RateLimitedAfterRenewal_IsNotSentThirdTime()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("message"), isFree: true, count => count == 1 ? Refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x R x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Send_RejectedAfterRateLimit_IsNotSentThirdTime()
    {
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("message"), isFree: true, count => count == 1 ? Limited(Status) : Refused);

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.Authentication, "x 30 x"), (error.Kind, service.Seen));
    }

    [Fact]
    public async Task Connect_RateLimited_ErrorNamesLimits()
    {
        await using var service = await StartAsync(
            "token", static _ => RawReply.Of(429, "application/json", "{\"error\":\"too many\"}"u8.ToArray(), "Retry-After: 86400"));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Contains("a few free tokens per IP address", error.Message, StringComparison.Ordinal);
        Assert.Contains("24 hours", error.NextStep, StringComparison.Ordinal);
    }

    /// <summary>Makes a call whose timeouts are all shorter than Retry-After, and returns its outcome.</summary>
    private static async Task<Exception?> LimitWithShortTimeoutsAsync(string call, int times)
    {
        var called = CallsWithTimeouts[call];
        var timeout = TimeSpan.FromSeconds(5);
        var limits = new NemoLimits { StreamTimeout = timeout, StreamIdleTimeout = timeout, TransferIdleTimeout = timeout, UrlUploadTimeout = timeout, StatePollCount = 1 };
        var time = new ManualTime();
        var requestCount = 0;
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(request =>
            called.Matches(request) && ++requestCount <= times ? Limited(Status, "Retry-After: 30")
            : request.Path == "/run_sse" ? RawReply.Stream("data: {\"type\":\"text\",\"content\":\"a\"}\n\n")
            : request.Path.EndsWith("/download", StringComparison.Ordinal) ? RawReply.Of(200, "video/mp4", TinyVideo.Of(1))
            : RawReply.Json("""{"code":0,"data":{"session_id":"s","files":[{"hash":"h"}],"state":{}}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(limits, time), Workbench.Ending);

        var ending = Record.ExceptionAsync(() => called.RunAsync(client, folder));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(30));
        var end = await ending;

        Assert.Equal(2, requestCount);
        return end;
    }

    private static RawReply Refused => ErrorTable.Shape(Status).ReplyOf(ErrorTable.Failures["1001"]);

    private static Task<FailingService> StartAsync(string call, Func<int, RawReply?> failing) =>
        FailingService.StartAsync(ServiceCall.Named(call), isFree: false, failing);

    private static RawReply Limited(string shape, params string[] headers) =>
        ErrorTable.Shape(shape).ReplyOf(ErrorTable.Failures["429"], headers);
}
