using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>A 429 is waited for as told, once, whatever kind of call it was (protocol section 2).</summary>
public sealed class RateLimitTests
{
    private const string Status = "status, envelope";
    private const string Code = "code";

    public static MatrixTheoryData<string, string> CallsInBothShapes { get; } = new(ServiceCall.All.Select(call => call.Name), [Status, Code]);

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

    [Fact]
    public async Task Call_LimitedUntilAMoment_WaitsUntilThen()
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
    public async Task Call_LimitedForLongerThanItMayTake_SaysAtOnceWhenToTryAgain(string seconds, string said)
    {
        await using var service = await StartAsync("message", _ => Limited(Status, "Retry-After: " + seconds));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x"), (error.Kind, service.Seen));
        Assert.StartsWith(said, error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_LimitedAgainAfterARenewal_HasHadItsWait()
    {
        var refused = ErrorTable.Shape(Status).ReplyOf(ErrorTable.Failures["1001"]);
        await using var service = await FailingService.StartAsync(
            ServiceCall.Named("message"), isFree: true, count => count == 2 ? refused : Limited(Status));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Equal((NemoErrorKind.RateLimited, "x 30 x R x"), (error.Kind, service.Seen));
    }

    [Theory]
    [InlineData("one free token per client id in 7 days", "one free token for a client id in 7 days")]
    [InlineData("too many tokens for this IP", "one network address")]
    [InlineData("Address limit reached", "one network address")]
    [InlineData("Your trip was too long", "does not say which limit")]
    public async Task Connect_Limited_SaysWhichLimitItWas(string answer, string said)
    {
        await using var service = await StartAsync(
            "token", _ => RawReply.Of(429, "application/json", System.Text.Encoding.UTF8.GetBytes("{\"error\":\"" + answer + "\"}"), "Retry-After: 86400"));

        var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Try again in 24 hours, or use a token of your own", error.NextStep, StringComparison.Ordinal);
    }

    private static Task<FailingService> StartAsync(string call, Func<int, RawReply?> failing) =>
        FailingService.StartAsync(ServiceCall.Named(call), isFree: false, failing);

    private static RawReply Limited(string shape, params string[] headers) =>
        ErrorTable.Shape(shape).ReplyOf(ErrorTable.Failures["429"], headers);
}
