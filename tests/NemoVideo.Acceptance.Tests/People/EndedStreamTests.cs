namespace NemoVideo.Acceptance.Tests.People;

/// <summary>
/// A stream that ends cleanly before the edit is done, as behind a proxy with a time limit. It isn't an outcome yet (people.md 1).
/// The state lags for more reads than the short polls make, and fewer than the long ones make. In the report, it lagged for 25 seconds.
/// </summary>
[Trait("Source", "CopilotKit 6980")]
public sealed class EndedStreamTests(LaggingEmulator shared) : IClassFixture<LaggingEmulator>
{
    private const int ReadsUntilTheStateIsCurrent = 6;

    private const string Connect =
        "$quick.StatePollCount = 2; $quick.RecoveryCount = 100; Connect-Nemo -WarningAction SilentlyContinue -Option $quick 6> $null\n";

    // The edit is never made: the agent's process was stopped after the tool call.
    private const string NeverDone = """POST /run_sse: error lines data: {"type":"tool_call","name":"add_title","args":{}}""";

    [Theory]
    [InlineData("POST /run_sse: end after 2 events")]
    [InlineData("POST /run_sse: end after 0 events")]
    [InlineData("POST /run_sse: drop after 2 events")]
    public async Task InvokeNemoEdit_StreamEndsWithoutResult_ReportsTheChangeOfTheLateState(string fault)
    {
        await using var setup = await shared.StartAsync();

        var output = await EditAsync(setup, fault);

        Assert.Equal(1, await shared.MessageCountAsync());
        AssertEdited(output.WithoutErrors().Single(), "ChangeSummary");
    }

    [Theory]
    [InlineData("POST /run_sse: end after 2 events")]
    [InlineData("POST /run_sse: drop after 2 events")]
    public async Task NewNemoVideo_StreamEndsAfterToolCall_CreatesTheVideoWithTheEdit(string fault)
    {
        await using var setup = await shared.StartAsync();

        var output = await CreateAsync(setup, fault);

        Assert.Equal(1, await shared.MessageCountAsync());
        AssertEdited(output.WithoutErrors().Single(), "TracksAfter");
        AssertEdited(output.Single(), "Changes");
        Assert.Equal(["a.mp4"], setup.Folder.Files("out"));
    }

    [Fact]
    public async Task Pipeline_StreamEndsAfterToolCallAndNothingChanges_IsUnknownAndExportsNothing()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        await setup.Emulator.AddFaultsAsync(NeverDone);

        var output = await setup.RunConnectedAsync(
            "Send-NemoUpload a.mp4 -SessionPerFile | Invoke-NemoEdit 'add the title \"Day one\"' -ResultOnly -OutVariable edit | "
            + "Start-NemoExport | Wait-NemoExport -Destination out; $edit");

        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Equal(0, await shared.RenderCountAsync());
        Assert.Equal("Unknown", output.Single().GetProperty("Status").ToString());
        Assert.Contains("Get-NemoState", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNemoVideo_StreamEndsAfterToolCallAndNothingChanges_SendsNothingAgainAndSaysHowToContinue()
    {
        const string Create = "New-NemoVideo 'add the title \"Day one\"' -Path a.mp4 -Destination out";
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        await setup.Emulator.AddFaultsAsync(NeverDone);

        var first = await setup.RunConnectedAsync(Create);
        var second = await setup.RunAsync(Create);

        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Equal(0, await shared.RenderCountAsync());
        Assert.Contains("without sending the message again. To repair it: ", Assert.Single(first.Errors).Text, StringComparison.Ordinal);
        Assert.Single(second.Errors);
    }

    private async Task<PowerShellOutput> EditAsync(TestSetup setup, string fault)
    {
        setup.Folder.AddClip("a.mp4");
        await setup.RunAsync(Connect + "Send-NemoUpload a.mp4 > $null");
        await setup.Emulator.AddFaultsAsync(fault);
        await shared.StartLagAsync();
        var command = setup.RunAsync("Invoke-NemoEdit 'add the title \"Day one\"' -ResultOnly");
        return await shared.EndLagAsync(command, ReadsUntilTheStateIsCurrent);
    }

    private async Task<PowerShellOutput> CreateAsync(TestSetup setup, string fault)
    {
        setup.Folder.AddClip("a.mp4");
        await setup.Emulator.AddFaultsAsync(fault, "POST /api/upload-video/*: hold before answer");
        var command = setup.RunAsync(Connect + "New-NemoVideo 'add the title \"Day one\"' -Path a.mp4 -Destination out");
        await shared.StartLagAsync();
        await setup.Emulator.ReleaseAsync();
        return await shared.EndLagAsync(command, ReadsUntilTheStateIsCurrent);
    }

    private static void AssertEdited(JsonElement result, string changes)
    {
        Assert.Equal("Succeeded", result.GetProperty("Status").ToString());
        Assert.Contains("Day one", result.GetProperty(changes).ToString(), StringComparison.Ordinal);
    }
}
