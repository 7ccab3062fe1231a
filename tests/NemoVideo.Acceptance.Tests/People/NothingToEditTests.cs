namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Sessions whose timeline is empty, or can't be read: an edit of them is charged for nothing (people.md 8 and 10).</summary>
public sealed class NothingToEditTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    // The vendor's newer editor keeps the draft as XML.
    private const string XmlDraft =
        """GET /api/state/nemo_agent/me/*/latest: answer 200 {"code":0,"message":"success","data":{"task_name":"project","state":"""
        + """{"draft":"<draft version=\"2\"><track kind=\"video\"><clip src=\"a.mp4\"/></track></draft>"}}} x*""";

    [Fact]
    [Trait("Source", "The vendor's newer editor")]
    public async Task GetNemoState_DraftIsNotAnObject_SaysThatItIsUnreadable()
    {
        await using var bench = await shared.StartAsync();
        await bench.Emulator.AddFaultsAsync(XmlDraft);

        var output = await bench.RunConnectedAsync("New-NemoSession > $null; (Get-NemoState).Summary");

        var text = $"{output.Text}\n{string.Join('\n', output.Objects)}";
        Assert.Contains("unreadable", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("empty", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("New-NemoVideo 'make it square' -Path a.mp4 -Destination out")]
    [InlineData("New-NemoVideo 'make it square', 'add a title' -Path a.mp4 -Destination out")]
    [InlineData("Send-NemoUpload a.mp4 > $null; Invoke-NemoEdit 'make it square' -ResultOnly")]
    [InlineData("Get-Item a.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'make it square' -ResultOnly")]
    [Trait("Source", "The vendor's newer editor")]
    public async Task Edit_DraftIsNotAnObject_IsRefusedBeforeItIsCharged(string command)
    {
        await using var bench = await shared.StartAsync();
        bench.Folder.AddClip("a.mp4");
        await bench.Emulator.AddFaultsAsync(XmlDraft);

        var output = await bench.RunConnectedAsync(command);

        Assert.Equal(0, await shared.RenderCountAsync());
        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Contains("timeline", Assert.Single(output.Errors).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Source", "The vendor's newer editor")]
    public async Task StartNemoExport_DraftIsNotAnObject_IsRefusedButNotAsEmpty()
    {
        await using var bench = await shared.StartAsync();
        await bench.Emulator.AddFaultsAsync(XmlDraft);

        var output = await bench.RunConnectedAsync("New-NemoSession > $null; Start-NemoExport");

        Assert.Equal(0, await shared.RenderCountAsync());
        var error = Assert.Single(output.Errors);
        Assert.DoesNotContain("empty", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Send-NemoUpload a.mp4 > $null; Invoke-NemoEdit ./clipp.mp4")]
    [InlineData("New-NemoVideo clips/clipp.mp4 -Destination out")]
    [InlineData(@"Get-Item a.mp4 | New-NemoVideo 'C:\clips\beach.mp4' -Destination out")]
    [Trait("Source", "A day as a new user, on 29 November")]
    public async Task Edit_MessageIsAMistypedPath_IsRefusedBeforeItIsCharged(string command)
    {
        await using var bench = await shared.StartAsync();
        bench.Folder.AddClip("a.mp4");

        var output = await bench.RunConnectedAsync(command);

        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Contains("-Path", Assert.Single(output.Errors).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task InvokeNemoEdit_SessionHasNoMedia_WarnsBeforeItSends()
    {
        await using var bench = await shared.StartAsync();

        // With Stop, the first warning ends the command: if it comes before the message, nothing is sent.
        var output = await bench.RunConnectedAsync("New-NemoSession X > $null; Invoke-NemoEdit 'trim the pauses' -WarningAction Stop");

        Assert.Contains("'X'", output.Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task InvokeNemoEdit_SessionHasNoMedia_StatusIsUnchanged()
    {
        await using var bench = await shared.StartAsync();

        var output = await bench.RunConnectedAsync("New-NemoSession X > $null; Invoke-NemoEdit 'trim the pauses' -ResultOnly");

        var result = output.Single();
        Assert.Equal("False", result.GetProperty("IsChanged").ToString());
        Assert.Equal("Unchanged", result.GetProperty("Status").ToString());
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task InvokeNemoEdit_SessionHasMedia_DoesNotWarn()
    {
        await using var bench = await shared.StartAsync();
        bench.Folder.AddClip("a.mp4");

        var output = await bench.RunConnectedAsync(
            "Send-NemoUpload a.mp4 > $null; Invoke-NemoEdit 'trim the pauses' -ResultOnly -WarningAction Stop");

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
    }
}
