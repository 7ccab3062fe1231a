using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>After a 429, each kind of call waits for Retry-After and retries once (protocol section 2).</summary>
public sealed class RateLimitTests
{
    private const string Status = "status, envelope";
    private const string Code = "code";

    public static MatrixTheoryData<string, string> CallsInBothShapes { get; } = new(ServiceCall.All.Select(call => call.Name), [Status, Code]);

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RateLimitedWithRetryAfter_WaitsAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape, "Retry-After: 7") : null);

        await service.RunAsync();

        Assert.Equal("x 7 x", service.Seen);

        // A rate limit can mean that there are no credits (llxprt-code 3140), so the wait quotes the service.
        Assert.Equal("Rate limit exceeded: too many requests. Retrying in 7 seconds.", Assert.Single(service.Pauses));
    }

    [Theory]
    [MemberData(nameof(CallsInBothShapes))]
    public async Task Call_RateLimitedWithoutRetryAfter_WaitsThirtySecondsAndSucceeds(string call, string shape)
    {
        await using var service = await StartAsync(call, count => count == 1 ? Limited(shape) : null);

        await service.RunAsync();

        Assert.Equal("x 30 x", service.Seen);
    }

    [Fact]
    public async Task Call_OtherCallWasRateLimited_WaitsForTheSamePause()
    {
        var time = new ManualTime();
        var count = 0;
        await using var server = RawServer.Start(_ => count++ == 0
            ? RawReply.Of(429, "application/json", "{}"u8.ToArray(), "Retry-After: 20")
            : RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(QuickLimits.Value, time), TestService.Ending);
        var limited = client.GetCreditAsync(TestService.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20), TestService.Ending);
        time.Advance(TimeSpan.FromSeconds(5));

        var other = client.GetCreditAsync(TestService.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(15), TestService.Ending);
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

    /// <summary>A pause and a renewed token allow one second attempt in total to send a message.</summary>
    [Theory]
    [InlineData("session", "429", "1001", "429", NemoErrorKind.RateLimited, "x 30 x R x")]
    [InlineData("session", "1001", "429", "429", NemoErrorKind.RateLimited, "x R x 30 x")]
    [InlineData("message", "1001", "429", "429", NemoErrorKind.RateLimited, "x R x")]
    [InlineData("message", "429", "1001", "1001", NemoErrorKind.Authentication, "x 30 x")]
    public async Task Call_RateLimitedAndTokenRejected_IsRepeatedOnceForEach(
        string call, string first, string second, string third, NemoErrorKind kind, string seen)
    {
        await using var service = await FailingService.StartAsync(ServiceCall.Named(call), isFree: true, count =>
            ErrorTable.Shape(Status).ReplyOf(ErrorTable.Failures[count switch { 1 => first, 2 => second, _ => third }]));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((kind, seen), (error.Kind, service.Seen));
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

    private static Task<FailingService> StartAsync(string call, Func<int, RawReply?> failing) =>
        FailingService.StartAsync(ServiceCall.Named(call), isFree: false, failing);

    private static RawReply Limited(string shape, params string[] headers) =>
        ErrorTable.Shape(shape).ReplyOf(ErrorTable.Failures["429"], headers);
}
