using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>The local clock is a year off: tokens stay in use, and no delay grows to a year.</summary>
public sealed class WrongClockTests
{
    private const string TokenPath = "/api/auth/anonymous-token";

    [Fact]
    public async Task GetCredit_NewTokenExpiredByLocalClock_UsesToken()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync(service.Options(time: Off(years: 1)));

        await client.GetCreditAsync(TestService.Ending);
        await client.GetCreditAsync(TestService.Ending);

        Assert.Single(service.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_CachedTokenExpiredByLocalClockAndNoNewToken_UsesCachedToken()
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        service.Host.AddFault($"POST {TokenPath}: status 429 retry-after 604800 x*");

        var client = await service.ConnectAsync(service.Options(time: Off(years: 1)));

        Assert.Equal(TokenSource.Cache, client.TokenSource);
        await client.GetCreditAsync(TestService.Ending);
        await client.GetCreditAsync(TestService.Ending);
        Assert.Equal([200], service.RequestsTo("POST", TokenPath).Select(request => request.Status));

        // Only the service knows when the token expires.
        service.Host.RevokeTokens();
        await NemoAssert.ThrowsAsync(NemoErrorKind.RateLimited, () => client.GetCreditAsync(TestService.Ending));
        service.Host.ClearFaults();
        Assert.Equal(10_000, (await client.GetCreditAsync(TestService.Ending)).Available);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task GetCredit_RetryAfterDate_IsRelativeToServiceClock(int years)
    {
        var time = Off(years);
        var now = DateTimeOffset.UtcNow;
        var requestCount = 0;
        await using var server = RawServer.Start(_ => requestCount++ == 0
            ? RawReply.Of(429, null, [], $"Date: {now:r}", $"Retry-After: {now.AddSeconds(20):r}")
            : RawReply.Json("""{"code":0,"data":{"available":7}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(time: time), TestService.Ending);

        var asking = client.GetCreditAsync(TestService.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20), TestService.Ending);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(7, (await asking).Available);
    }

    /// <summary>A clock that is off by a number of years.</summary>
    private static ManualTime Off(int years)
    {
        var time = new ManualTime();
        time.Advance(DateTimeOffset.UtcNow.AddYears(years) - time.GetUtcNow());
        return time;
    }
}
