using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class ConnectionIdentityTests
{
    [Fact]
    public async Task Identity_SameUserInTwoConnections_IsEqual()
    {
        await using var bench = await Workbench.StartAsync();

        var first = await bench.ConnectAsync();
        var second = await bench.ConnectAsync();
        var own = await bench.ConnectAsync(bench.Options(token: "nmv_usr_mine"));
        var ownAgain = await bench.ConnectAsync(bench.Options(token: " nmv_usr_mine\n"));

        Assert.Equal(first.Identity, second.Identity);
        Assert.Equal(own.Identity, ownAgain.Identity);
        Assert.NotEqual(first.Identity, own.Identity);
    }

    [Fact]
    public async Task Identity_DifferentTokenClientIdOrApi_IsDifferent()
    {
        await using var bench = await Workbench.StartAsync();
        await using var elsewhere = await Workbench.StartAsync();

        string[] identities =
        [
            (await bench.ConnectAsync(bench.Options(token: "nmv_usr_mine"))).Identity,
            (await bench.ConnectAsync(bench.Options(token: "nmv_usr_yours"))).Identity,
            (await elsewhere.ConnectAsync(elsewhere.Options(token: "nmv_usr_mine"))).Identity,
            (await bench.ConnectAsync()).Identity,
            (await bench.ConnectAsync(bench.Options(clientId: Guid.NewGuid().ToString()))).Identity,
        ];

        Assert.Equal(identities.Length, identities.Distinct().Count());
        Assert.All(identities, identity => Assert.Matches("^[0-9A-F]{24}$", identity));
    }
}
