namespace NemoVideo.Acceptance.Tests;

/// <summary>One bad input is one error, and never stops the others.</summary>
[Trait("Source", "design.md 7")]
public sealed class OneBadInputTests(SharedEmulator fixture) : IClassFixture<SharedEmulator>
{
    private const string Uploads = "Get-ChildItem clips/*.mp4 | Send-NemoUpload -SessionPerFile";

    [Fact]
    public async Task SendNemoUpload_MissingAndDamagedFile_UploadsTheOthers()
    {
        await using var setup = await StartAsync();
        await File.WriteAllTextAsync(setup.Folder["clips/bad.mp4"], "not a video", TestContext.Current.CancellationToken);

        var output = await setup.RunConnectedAsync(
            "Send-NemoUpload -LiteralPath clips/a.mp4, clips/missing.mp4, clips/bad.mp4, clips/b.mp4 -SessionPerFile");

        Assert.Equal(["a.mp4", "b.mp4"], output.Values("Name").Order());
        Assert.Equal(["bad.mp4", "missing.mp4"], output.Errors.Select(static error => Path.GetFileName(error.Target)).Order());
    }

    [Fact]
    public async Task SendNemoUpload_ServiceRejectsOneFile_UploadsTheOthers()
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync("POST /api/upload-video/*: code 4002");

        var output = await setup.RunConnectedAsync(Uploads);

        Assert.Equal(["b.mp4", "c.mp4"], output.Values("Name").Order());
        var error = Assert.Single(output.Errors);
        Assert.Equal(("NemoFileTooLarge", setup.Folder["clips/a.mp4"]), (error.Id, error.Target));
    }

    [Theory]
    [InlineData("error event \"no font\"")]
    [InlineData("code 1002")]
    public async Task InvokeNemoEdit_OneSessionFails_EditsTheOthersAndExportsOnlyThem(string fault)
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync($"POST /run_sse: {fault}");

        var output = await setup.RunConnectedAsync(
            $"{Uploads} | Invoke-NemoEdit 'trim the pauses' | Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Equal(["b", "c"], output.Values("Name").Order());
        Assert.Equal(["b.mp4", "c.mp4"], setup.Folder.Files("out"));
        Assert.Contains("a.mp4", Assert.Single(output.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeNemoEdit_OneSessionFails_HasAResultForEach()
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"no font\"");

        var output = await setup.RunConnectedAsync($"{Uploads} | Invoke-NemoEdit 'trim the pauses' -ResultOnly");

        Assert.Equal(["Failed", "Succeeded", "Succeeded"], output.Values("Status").Order());
        Assert.Contains("no font", Assert.Single(output.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitNemoExport_OneRenderFails_DownloadsTheOthers()
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync("POST /api/render/proxy/lambda: fail render \"no font\"");

        var output = await setup.RunConnectedAsync($"{Uploads} | Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Equal(["Completed", "Completed", "Failed"], output.Values("Status").Order());
        Assert.Equal(["b.mp4", "c.mp4"], setup.Folder.Files("out"));
        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoExportFailed", error.Id);
        Assert.Contains("no font", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitNemoExport_OneUnknownId_WaitsForTheOthers()
    {
        await using var setup = await StartAsync();

        var output = await setup.RunConnectedAsync(
            $"$exports = {Uploads} | Start-NemoExport; Wait-NemoExport -Id (@('render_0_unknown') + $exports.Id) -Destination out");

        Assert.Equal(3, setup.Folder.Files("out").Count);
        var error = Assert.Single(output.Errors);
        Assert.Equal(("NemoExportNotFound", "render_0_unknown"), (error.Id, error.Target));
    }

    [Theory]
    [InlineData("POST /api/tasks/*: status 400")]
    [InlineData("POST /api/upload-video/*: code 4002")]
    [InlineData("POST /run_sse: error event \"no font\"")]
    [InlineData("POST /api/render/proxy/lambda: fail render \"no font\"")]
    public async Task NewNemoVideo_OneVideoFails_CreatesTheOthers(string fault)
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync(fault);

        var output = await setup.RunConnectedAsync(
            "Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out -ThrottleLimit 1");

        Assert.Equal(["Failed", "Succeeded", "Succeeded"], output.Values("Status").Order());
        Assert.Equal(["b.mp4", "c.mp4"], setup.Folder.Files("out"));
        Assert.Equal(setup.Folder["clips/a.mp4"], Assert.Single(output.Errors).Target);
    }

    private async Task<TestSetup> StartAsync()
    {
        var setup = await fixture.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            setup.Folder.AddUniqueClip($"clips/{name}.mp4");
        }

        return setup;
    }
}
