namespace NemoVideo.Acceptance.Tests;

/// <summary>Ctrl+C in a process of its own: it ends at once, leaves nothing half done, and the same command continues for free.</summary>
[Trait("Source", "design.md 6")]
public sealed class StopTests(SharedEmulator fixture) : IClassFixture<SharedEmulator>
{
    private const string Videos = "New-NemoVideo 'trim the pauses' -Path clips/*.mp4 -Destination out";

    // The emulator holds the requests, and the module's own pauses are long: nothing but Ctrl+C ends the waits in time.
    private const string ConnectPatiently = "Connect-Nemo -WarningAction SilentlyContinue 6> $null -Option "
        + "@{ StatePollIntervalSec = 60; RenderPollIntervalSec = 60; RetryDelaySec = 60; RecoveryDelaySec = 60 }";

    // It takes a fraction of a second, but the computer may be busy with other tests.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("POST /api/upload-video/*: hold body after 100000 bytes x2", 16 << 20)]
    [InlineData("POST /run_sse: hold after 2 events x2")]
    [InlineData("GET /api/render/*: hold before answer x2")]
    [InlineData("GET /output/*: hold after 20000 bytes x2")]
    public async Task NewNemoVideo_CtrlC_EndsAtOnceAndTheNextRunFinishesWithoutASecondCharge(string fault, int padding = 64)
    {
        await using var setup = await StartAsync(padding);
        await InterruptAsync(setup, Videos, fault, 2);
        var left = setup.Folder.Files("out");
        await setup.RestartSessionAsync();
        var output = await setup.RunConnectedAsync(Videos);

        Assert.DoesNotContain(left, static name => name.EndsWith(".mp4", StringComparison.Ordinal));
        Assert.Equal(["Succeeded", "Succeeded"], output.WithoutErrors().Values("Status"));
        Assert.Equal(["a.mp4", "b.mp4"], setup.Folder.Files("out"));
        Assert.All(setup.Folder.Files("out"), name => Mp4File.AssertPlayable(setup.Folder[$"out/{name}"]));
        Assert.Equal(2, await fixture.MessageCountAsync());
    }

    [Theory]
    [InlineData("Send-NemoUpload clips/*.mp4 -SessionPerFile | Invoke-NemoEdit 'trim the pauses'", "POST /run_sse: hold after 2 events")]
    [InlineData(
        "Send-NemoUpload clips/a.mp4 | Start-NemoExport | Wait-NemoExport -Destination out", "GET /output/*: hold after 20000 bytes")]
    public async Task Step_CtrlC_EndsAtOnceAndLeavesNoVideo(string command, string fault)
    {
        await using var setup = await StartAsync();

        await InterruptAsync(setup, command, fault, 1);

        Assert.DoesNotContain(setup.Folder.Files("out"), static name => name.EndsWith(".mp4", StringComparison.Ordinal));
    }

    /// <summary>Presses Ctrl+C while the fault holds a number of requests, and fails unless the process and these requests end.</summary>
    private static async Task InterruptAsync(TestSetup setup, string command, string fault, int count)
    {
        await setup.Emulator.AddFaultsAsync(fault);
        var run = setup.RunAsync($"{ConnectPatiently}\n{command}");
        var held = await setup.Emulator.WaitForHeldAsync(count);

        await setup.Session.InterruptAsync(AtOnce);

        await Assert.ThrowsAsync<HarnessException>(() => run);
        if (fault.Contains("hold body", StringComparison.Ordinal))
        {
            // A server that doesn't read can't see the end of the connection.
            await setup.Emulator.ReleaseAsync();
        }

        foreach (var request in held)
        {
            await setup.Emulator.WaitForAsync(
                all => all.Id == request.Id && all.State != "open", $"the end of the connection of {request.Method} {request.Path}");
        }

        await setup.Emulator.ReleaseAsync();
        await setup.Emulator.ClearFaultsAsync();
    }

    private async Task<TestSetup> StartAsync(int padding = 64)
    {
        // A test run in the background ignores SIGINT, and so would its processes.
        var setup = await fixture.StartAsync(OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : []);
        setup.Folder.AddUniqueClip("clips/a.mp4", padding);
        setup.Folder.AddUniqueClip("clips/b.mp4", padding);
        return setup;
    }
}
