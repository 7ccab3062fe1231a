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
        await using var setup = await shared.StartAsync();
        await setup.Emulator.AddFaultsAsync(XmlDraft);

        var output = await setup.RunConnectedAsync("New-NemoSession > $null; (Get-NemoState).Summary");

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
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        await setup.Emulator.AddFaultsAsync(XmlDraft);

        var output = await setup.RunConnectedAsync(command);

        Assert.Equal(0, await shared.RenderCountAsync());
        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Contains("timeline", Assert.Single(output.Errors).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Source", "The vendor's newer editor")]
    public async Task StartNemoExport_DraftIsNotAnObject_IsRefusedButNotAsEmpty()
    {
        await using var setup = await shared.StartAsync();
        await setup.Emulator.AddFaultsAsync(XmlDraft);

        var output = await setup.RunConnectedAsync("New-NemoSession > $null; Start-NemoExport");

        Assert.Equal(0, await shared.RenderCountAsync());
        var error = Assert.Single(output.Errors);
        Assert.DoesNotContain("empty", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task InvokeNemoEdit_SessionHasNoMedia_WarnsBeforeItSends()
    {
        await using var setup = await shared.StartAsync();

        // With Stop, the first warning ends the command: if it comes before the message, nothing is sent.
        var output = await setup.RunConnectedAsync("New-NemoSession X > $null; Invoke-NemoEdit 'trim the pauses' -WarningAction Stop");

        Assert.Contains("'X'", output.Text, StringComparison.Ordinal);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Theory]
    [InlineData("New-NemoSession X > $null; Invoke-NemoEdit 'trim the pauses' -ResultOnly -WarningAction Ignore", "Unchanged")]
    [InlineData("Send-NemoUpload a.mp4 > $null; Invoke-NemoEdit 'trim the pauses' -ResultOnly -WarningAction Stop", "Succeeded")]
    [Trait("Source", "A day as a new user")]
    public async Task InvokeNemoEdit_SessionWithOrWithoutMedia_HasThatStatus(string command, string status)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");

        var output = await setup.RunConnectedAsync(command);

        Assert.Equal(status, output.WithoutErrors().Single().GetProperty("Status").ToString());
    }
}
