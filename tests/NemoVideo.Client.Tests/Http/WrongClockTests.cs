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
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync(bench.Options(time: Off(years: 1)));

        await client.GetCreditAsync(Workbench.Ending);
        await client.GetCreditAsync(Workbench.Ending);

        Assert.Single(bench.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_CachedTokenExpiredByLocalClockAndNoNewToken_UsesCachedToken()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        bench.Host.AddFault($"POST {TokenPath}: status 429 retry-after 604800 x*");

        var client = await bench.ConnectAsync(bench.Options(time: Off(years: 1)));

        Assert.Equal(TokenSource.Cache, client.TokenSource);
        await client.GetCreditAsync(Workbench.Ending);
        await client.GetCreditAsync(Workbench.Ending);
        Assert.Equal([200], bench.RequestsTo("POST", TokenPath).Select(request => request.Status));

        // Only the service knows when the token expires.
        bench.Host.RevokeTokens();
        await NemoAssert.ThrowsAsync(NemoErrorKind.RateLimited, () => client.GetCreditAsync(Workbench.Ending));
        bench.Host.ClearFaults();
        Assert.Equal(10_000, (await client.GetCreditAsync(Workbench.Ending)).Available);
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
        using var client = await NemoClient.ConnectAsync(server.Options(time: time), Workbench.Ending);

        var asking = client.GetCreditAsync(Workbench.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20), Workbench.Ending);
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
