namespace NemoVideo.Acceptance.Tests;

/// <summary>One bad input is one error, and never stops the others.</summary>
[Trait("Source", "design.md 7")]
public sealed class OneBadInputTests(SharedEmulator fixture) : IClassFixture<SharedEmulator>
{
    private const string Uploads = "Get-ChildItem clips/*.mp4 | Send-NemoUpload -SessionPerFile";

    [Fact]
    public async Task SendNemoUpload_MissingAndDamagedFile_UploadsTheOthers()
    {
        await using var bench = await StartAsync();
        await File.WriteAllTextAsync(bench.Folder["clips/bad.mp4"], "not a video", TestContext.Current.CancellationToken);

        var output = await bench.RunConnectedAsync(
            "Send-NemoUpload -LiteralPath clips/a.mp4, clips/missing.mp4, clips/bad.mp4, clips/b.mp4 -SessionPerFile");

        Assert.Equal(["a.mp4", "b.mp4"], output.Values("Name").Order());
        Assert.Equal(["bad.mp4", "missing.mp4"], output.Errors.Select(static error => Path.GetFileName(error.Target)).Order());
    }

    [Fact]
    public async Task SendNemoUpload_ServiceRejectsOneFile_UploadsTheOthers()
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync("POST /api/upload-video/*: code 4002");

        var output = await bench.RunConnectedAsync(Uploads);

        Assert.Equal(["b.mp4", "c.mp4"], output.Values("Name").Order());
        var error = Assert.Single(output.Errors);
        Assert.Equal(("NemoFileTooLarge", bench.Folder["clips/a.mp4"]), (error.Id, error.Target));
    }

    [Theory]
    [InlineData("error event \"no font\"")]
    [InlineData("code 1002")]
    public async Task InvokeNemoEdit_OneSessionFails_EditsTheOthersAndExportsOnlyThem(string fault)
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync($"POST /run_sse: {fault}");

        var output = await bench.RunConnectedAsync(
            $"{Uploads} | Invoke-NemoEdit 'trim the pauses' | Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Equal(["b", "c"], output.Values("Name").Order());
        Assert.Equal(["b.mp4", "c.mp4"], bench.Folder.Files("out"));
        Assert.Contains("a.mp4", Assert.Single(output.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeNemoEdit_OneSessionFails_HasAResultForEach()
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync("POST /run_sse: error event \"no font\"");

        var output = await bench.RunConnectedAsync($"{Uploads} | Invoke-NemoEdit 'trim the pauses' -ResultOnly");

        Assert.Equal(["Failed", "Succeeded", "Succeeded"], output.Values("Status").Order());
        Assert.Contains("no font", Assert.Single(output.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitNemoExport_OneRenderFails_DownloadsTheOthers()
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync("POST /api/render/proxy/lambda: fail render \"no font\"");

        var output = await bench.RunConnectedAsync($"{Uploads} | Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Equal(["Completed", "Completed", "Failed"], output.Values("Status").Order());
        Assert.Equal(["b.mp4", "c.mp4"], bench.Folder.Files("out"));
        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoExportFailed", error.Id);
        Assert.Contains("no font", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitNemoExport_OneUnknownId_WaitsForTheOthers()
    {
        await using var bench = await StartAsync();

        var output = await bench.RunConnectedAsync(
            $"$exports = {Uploads} | Start-NemoExport; Wait-NemoExport -Id (@('render_0_unknown') + $exports.Id) -Destination out");

        Assert.Equal(3, bench.Folder.Files("out").Count);
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
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync(fault);

        var output = await bench.RunConnectedAsync(
            "Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out -ThrottleLimit 1");

        Assert.Equal(["Failed", "Succeeded", "Succeeded"], output.Values("Status").Order());
        Assert.Equal(["b.mp4", "c.mp4"], bench.Folder.Files("out"));
        Assert.Equal(bench.Folder["clips/a.mp4"], Assert.Single(output.Errors).Target);
    }

    private async Task<Bench> StartAsync()
    {
        var bench = await fixture.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            bench.Folder.AddUniqueClip($"clips/{name}.mp4");
        }

        return bench;
    }
}
