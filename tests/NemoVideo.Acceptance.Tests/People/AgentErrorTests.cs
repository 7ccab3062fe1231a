namespace NemoVideo.Acceptance.Tests.People;

/// <summary>An error of the model arrives as the agent's text, and the timeline stays as it was (people.md 12).</summary>
public sealed class AgentErrorTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Source = "google/adk-python 4244";
    private const string ErrorText = "Error: 429 RESOURCE_EXHAUSTED";
    private const string Command = "New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out";
    private const string Edit = "Send-NemoUpload a.mp4 -SessionPerFile | Invoke-NemoEdit 'trim the pauses'";

    private const string Fault =
        $$"""POST /run_sse: flood 200 1 text/event-stream <<data: {"type":"text","content":"{{ErrorText}}. Quota exceeded."}\n\n>> x*""";

    [Fact]
    [Trait("Source", Source)]
    public async Task InvokeNemoEdit_ErrorAsText_StatusIsUnchanged()
    {
        await using var bench = await StartAsync();

        var output = await bench.RunConnectedAsync($"{Edit} -ResultOnly");

        Assert.Equal(["Unchanged"], output.Values("Status"));
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task StartNemoExport_EditUnchanged_StartsNoExport()
    {
        await using var bench = await StartAsync();

        await bench.RunConnectedAsync($"{Edit} | Start-NemoExport");

        Assert.Equal(0, await emulator.RenderCountAsync());
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task StartNemoExport_EditUnchanged_TextQuotesAgent()
    {
        await using var bench = await StartAsync();

        var output = await bench.RunConnectedAsync($"{Edit} | Start-NemoExport");

        Assert.Contains(ErrorText, output.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task InvokeNemo_EditUnchangedBeforeExport_StartsNoExport()
    {
        await using var bench = await StartAsync();

        await bench.RunConnectedAsync("New-NemoSession X; Send-NemoUpload a.mp4; Invoke-Nemo 'trim the pauses and export it'");

        Assert.Equal(0, await emulator.RenderCountAsync());
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_EditUnchanged_StartsNoExport()
    {
        await using var bench = await StartAsync();

        var output = await bench.RunConnectedAsync(Command);

        Assert.Single(output.Errors);
        Assert.Equal(0, await emulator.RenderCountAsync());
        Assert.Empty(bench.Folder.Files("out"));
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_EditUnchanged_ErrorQuotesAgent()
    {
        await using var bench = await StartAsync();

        var output = await bench.RunConnectedAsync(Command);

        Assert.Contains(ErrorText, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_EditUnchangedInPreviousRun_SendsNothing()
    {
        await using var bench = await StartAsync();
        await bench.RunConnectedAsync(Command);
        var earlier = (await bench.Emulator.RequestsAsync("/run_sse")).Count;

        var output = await bench.RunAsync(Command);

        Assert.Single(output.Errors);
        Assert.Equal(earlier, (await bench.Emulator.RequestsAsync("/run_sse")).Count);
        Assert.Equal(0, await emulator.RenderCountAsync());
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task NewNemoVideo_EditUnchangedInPreviousRun_ErrorQuotesAgent()
    {
        await using var bench = await StartAsync();
        await bench.RunConnectedAsync(Command);

        var output = await bench.RunAsync(Command);

        Assert.Contains(ErrorText, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
    }

    private async Task<Bench> StartAsync()
    {
        var bench = await emulator.StartAsync();
        bench.Folder.AddClip("a.mp4");
        await bench.Emulator.AddFaultsAsync(Fault);
        return bench;
    }
}
