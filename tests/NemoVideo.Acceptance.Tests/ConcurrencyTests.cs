namespace NemoVideo.Acceptance.Tests;

/// <summary>Several processes work on the same clips: two windows on one computer, or shards on three (design.md 5).</summary>
[Trait("Source", "design.md 5")]
public sealed class ConcurrencyTests(SharedEmulator fixture) : IClassFixture<SharedEmulator>
{
    [Fact]
    public async Task NewNemoVideo_SameCommandInTwoWindows_CreatesEachVideoOnceAndNeitherFails()
    {
        await using var setup = await fixture.StartAsync();
        await using var window = await PowerShellSession.StartAsync();
        AddClips(setup, 4);
        const string command = "Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out -ThrottleLimit 1";

        // The first run is in the middle of its first message when the second one begins.
        await setup.Emulator.AddFaultsAsync("POST /run_sse: hold after 1 events");
        var first = setup.RunConnectedAsync(command);
        var last = Assert.Single(await setup.Emulator.WaitForHeldAsync(1)).Id;
        var second = setup.RunConnectedAsync(window, command);
        await setup.Emulator.WaitForAsync(
            request => request.Id > last && request.Path.StartsWith("/api/credits/", StringComparison.Ordinal), "the second run");
        await setup.Emulator.ReleaseAsync();
        var outputs = new[] { await first, await second };

        Assert.All(outputs, static output => output.WithoutErrors());
        Assert.Equal(
            ["1.mp4", "2.mp4", "3.mp4", "4.mp4"],
            outputs.SelectMany(static output => output.Objects)
                .Where(static video => video.GetProperty("Status").GetString() == "Succeeded")
                .Select(static video => video.GetProperty("SourceName").GetString()!)
                .Order());
        Assert.Equal(["1.mp4", "2.mp4", "3.mp4", "4.mp4"], setup.Folder.Files("out"));
        Assert.Equal((4, 4), (await fixture.MessageCountAsync(), await fixture.RenderCountAsync()));
    }

    [Fact]
    public async Task ConnectNemo_FirstUseInTwoWindows_RequestsOneFreeToken()
    {
        await using var setup = await fixture.StartAsync();
        await using var window = await PowerShellSession.StartAsync();
        var before = (await setup.Emulator.RequestsAsync("/api/auth/")).Count;

        var outputs = await Task.WhenAll(setup.RunConnectedAsync("Get-NemoCredit"), setup.RunConnectedAsync(window, "Get-NemoCredit"));

        Assert.All(outputs, static output => output.WithoutErrors().Single());
        Assert.Equal(before + 1, (await setup.Emulator.RequestsAsync("/api/auth/")).Count);
    }

    [Fact]
    public async Task NewNemoVideo_ThreeShardsWithDataFoldersOfTheirOwn_CreateEachVideoOnce()
    {
        await using var setup = await fixture.StartAsync();
        await using var second = await PowerShellSession.StartAsync();
        await using var third = await PowerShellSession.StartAsync();
        AddClips(setup, 9);
        setup.Environment["NEMO_TOKEN"] = Emulator.UserToken;

        var runs = new[] { setup.Session, second, third }.Select((window, index) =>
        {
            setup.Environment["NEMO_HOME"] = setup.Folder.Create($"home{index}");
            return setup.RunConnectedAsync(
                window, $"Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out -ShardIndex {index} -ShardCount 3");
        }).ToList();
        var videos = (await Task.WhenAll(runs)).SelectMany(static output => output.WithoutErrors().Objects).ToList();

        var names = Enumerable.Range(1, 9).Select(static number => $"{number}.mp4").ToList();
        Assert.All(videos, static video => Assert.Equal("Succeeded", video.GetProperty("Status").GetString()));
        Assert.Equal(names, videos.Select(static video => video.GetProperty("SourceName").GetString()!).Order());
        Assert.Equal(names, setup.Folder.Files("out"));
        Assert.Equal((9, 9), (await fixture.MessageCountAsync(), await fixture.RenderCountAsync()));
    }

    private static void AddClips(TestSetup setup, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            setup.Folder.AddUniqueClip($"clips/{number}.mp4");
        }
    }
}
