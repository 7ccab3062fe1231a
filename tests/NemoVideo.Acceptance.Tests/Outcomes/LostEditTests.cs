namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>Edits whose stream was lost or timed out (design.md 4): the timeline decides, and the message is never sent again.</summary>
public sealed class LostEditTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Theory]
    [InlineData("drop after 2 events", "")]
    [InlineData("hold after 2 events", " -TimeoutSec 1")]
    public async Task Edit_TimelineChanged_SucceedsWithAWarning(string fault, string timeout)
    {
        await using var setup = await shared.StartAsync();
        var session = await UploadAsync(setup);
        await setup.Emulator.AddFaultsAsync($"POST /run_sse: {fault}");

        var output = await setup.RunConnectedAsync($"Invoke-NemoEdit 'add a title \"Day one\"' -Session {session} -ResultOnly{timeout}");

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").GetString());
        Assert.NotEmpty(output.Warnings);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [InlineData("drop after 0 events", "")]
    [InlineData("hold after 0 events", " -TimeoutSec 1")]
    public async Task Edit_TimelineUnchanged_IsUnknown(string fault, string timeout)
    {
        await using var setup = await shared.StartAsync();
        var session = await UploadAsync(setup);
        await setup.Emulator.AddFaultsAsync($"POST /run_sse: {fault}");

        var output = await setup.RunConnectedAsync($"Invoke-NemoEdit 'hello' -Session {session} -ResultOnly{timeout}");

        await AssertUnknownAsync(output);
    }

    [Fact]
    public async Task Edit_TimelineUnreadable_IsUnknown()
    {
        await using var setup = await shared.StartAsync();
        var session = await UploadAsync(setup);
        // The state is read once before the message.
        await setup.Emulator.AddFaultsAsync(
            "POST /run_sse: drop after 2 events", "GET /api/state/*: drip 1000000 bytes every 1 ms", "GET /api/state/*: answer 200 not JSON x*");

        var output = await setup.RunConnectedAsync($"Invoke-NemoEdit 'add a title' -Session {session} -ResultOnly");

        await AssertUnknownAsync(output);
    }

    private static async Task<string> UploadAsync(TestSetup setup)
    {
        setup.Folder.AddClip("clip.mp4");
        return (await setup.RunConnectedAsync("(Send-NemoUpload clip.mp4 -SessionPerFile).SessionId")).Single().GetString()!;
    }

    private async Task AssertUnknownAsync(PowerShellOutput output)
    {
        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Contains("Get-NemoState", Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        var status = output.Single().GetProperty("Status").GetString();
        Assert.Equal("Unknown", status);
    }
}
