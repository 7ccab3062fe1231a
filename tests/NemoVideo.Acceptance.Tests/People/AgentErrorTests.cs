namespace NemoVideo.Acceptance.Tests.People;

/// <summary>An error of the model arrives as the agent's text, and the timeline stays as it was (people.md 12).</summary>
[Trait("Source", "google/adk-python 4244")]
public sealed class AgentErrorTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string ErrorText = "Error: 429 RESOURCE_EXHAUSTED";

    private const string Fault =
        $$"""POST /run_sse: flood 200 1 text/event-stream <<data: {"type":"text","content":"{{ErrorText}}. Quota exceeded."}\n\n>> x*""";

    [Theory]
    [InlineData("$edit = Send-NemoUpload a.mp4 -SessionPerFile | Invoke-NemoEdit 'trim the pauses'; $edit | Start-NemoExport; $edit[-1]")]
    [InlineData("New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out")]
    public async Task Command_EditUnchanged_StartsNoExportAndQuotesAgent(string command)
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync(command);

        Assert.NotEqual("Succeeded", output.Single().GetProperty("Status").ToString());
        Assert.Contains(ErrorText, output.Text, StringComparison.Ordinal);
        Assert.Equal(0, await emulator.RenderCountAsync());
        Assert.Empty(setup.Folder.Files("out"));
    }

    [Fact]
    public async Task InvokeNemo_EditUnchangedBeforeExport_StartsNoExport()
    {
        await using var setup = await StartAsync();

        await setup.RunConnectedAsync("New-NemoSession X; Send-NemoUpload a.mp4; Invoke-Nemo 'trim the pauses and export it'");

        Assert.Equal(0, await emulator.RenderCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_EditUnchangedInPreviousRun_SendsNothingAndQuotesAgent()
    {
        const string Command = "New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out";
        await using var setup = await StartAsync();
        await setup.RunConnectedAsync(Command);

        var output = await setup.RunAsync(Command);

        Assert.Contains(ErrorText, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
        Assert.Equal(1, await emulator.SentCountAsync());
        Assert.Equal(0, await emulator.RenderCountAsync());
    }

    private async Task<TestSetup> StartAsync()
    {
        var setup = await emulator.StartAsync();
        setup.Folder.AddClip("a.mp4");
        await setup.Emulator.AddFaultsAsync(Fault);
        return setup;
    }
}
