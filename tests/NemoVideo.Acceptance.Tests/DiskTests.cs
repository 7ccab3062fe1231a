namespace NemoVideo.Acceptance.Tests;

/// <summary>A full or read-only disk is a clear error, nothing is lost, and the same command finishes later for free.</summary>
[Trait("Source", "design.md 5")]
public sealed class DiskTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Videos = "New-NemoVideo 'trim the pauses' -Path clips/*.mp4 -Destination disk/out";
    private const string VideosElsewhere = "New-NemoVideo 'trim the pauses' -Path clips/*.mp4 -Destination out";
    private const string NoSpace = "No space left on device";
    private const string ReadOnly = "Read-only file system";

    [Fact]
    public async Task NewNemoVideo_DestinationIsFull_AdvisesToFreeSpaceAndLeavesNoPartialFile()
    {
        await using var disk = await StartAsync("1m");
        var setup = disk.TestSetup;
        disk.Fill();

        var output = await setup.RunConnectedAsync(Videos);

        Assert.DoesNotContain("Succeeded", output.Values("Status"));
        AssertErrors(output, NoSpace, setup.Folder["disk/out"]);
        Assert.Matches("space(.|\n)*again", output.Errors[0].Action);
        Assert.DoesNotContain("Wait-NemoExport", output.Errors[0].Action, StringComparison.Ordinal);
        Assert.Empty(disk.Files("out"));
    }

    [Theory]
    [InlineData("100k", 1)]
    [InlineData("24k", 0)]
    public async Task NewNemoVideo_DownloadsFillTheDestination_NextRunFinishesWithoutASecondCharge(string size, int downloaded)
    {
        await using var disk = await StartAsync(size);
        var setup = disk.TestSetup;

        // One after the other: two at once could fill the disk together, so that neither is complete.
        var first = await setup.RunConnectedAsync($"{Videos} -ThrottleLimit 1");
        var left = disk.Files("out");
        await disk.RemountAsync("size=1m");
        var second = await setup.RunConnectedAsync(Videos);

        Assert.Equal(downloaded, first.Values("Status").Count(static status => status == "Succeeded"));
        Assert.NotEmpty(first.Errors);
        AssertErrors(first, NoSpace, setup.Folder["disk/out"]);
        Assert.Equal(downloaded, left.Count);
        Assert.Equal(downloaded, second.WithoutErrors().Values("Status").Count(static status => status == "AlreadyDone"));
        Assert.Equal(["a.mp4", "b.mp4"], disk.Files("out"));
        Assert.Equal(2, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderIsFull_SendsNothingThatItCannotRecord()
    {
        await using var disk = await StartAsync("1m", "disk/home");
        var setup = disk.TestSetup;
        await setup.RunConnectedAsync("Get-NemoCredit > $null");
        disk.Fill();

        var full = await setup.RunConnectedAsync(VideosElsewhere);
        var sent = await shared.MessageCountAsync();
        disk.Free();
        var free = await setup.RunConnectedAsync(VideosElsewhere);

        Assert.NotEmpty(full.Errors);
        AssertErrors(full, NoSpace, setup.Folder["disk/home"]);
        Assert.Equal(0, sent);
        Assert.Equal(["Succeeded", "Succeeded"], free.WithoutErrors().Values("Status"));
        Assert.Equal(2, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderFillsUpDuringAnEdit_NextRunFinishesWithoutASecondCharge()
    {
        await using var disk = await StartAsync("1m", "disk/home");
        var setup = disk.TestSetup;
        await setup.Emulator.AddFaultsAsync("POST /run_sse: hold after 2 events x2");

        var run = setup.RunConnectedAsync(VideosElsewhere);
        await setup.Emulator.WaitForHeldAsync(2);
        disk.Fill();
        await setup.Emulator.ReleaseAsync();
        var full = await run;
        disk.Free();
        var free = await setup.RunConnectedAsync(VideosElsewhere);

        // The space for a record may have been reserved. If it wasn't, the error says why.
        AssertErrors(full, NoSpace, setup.Folder["disk/home"]);
        Assert.All(free.WithoutErrors().Values("Status"), static status => Assert.Matches("^(Succeeded|AlreadyDone)$", status));
        Assert.Equal(["a.mp4", "b.mp4"], setup.Folder.Files("out"));
        Assert.Equal(2, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DestinationIsReadOnly_ChargesNothingUntilItIsWritable()
    {
        await using var disk = await StartAsync("1m");
        var setup = disk.TestSetup;
        await disk.RemountAsync("ro");

        var readOnly = await setup.RunConnectedAsync(Videos);
        var sent = await shared.MessageCountAsync();
        await disk.RemountAsync("rw");
        var writable = await setup.RunConnectedAsync(Videos);

        Assert.NotEmpty(readOnly.Errors);
        AssertErrors(readOnly, ReadOnly, setup.Folder["disk/out"]);
        Assert.Equal(0, sent);
        Assert.Equal(["Succeeded", "Succeeded"], writable.WithoutErrors().Values("Status"));
        Assert.Equal(2, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderIsReadOnly_ChargesNothing()
    {
        await using var disk = await StartAsync("1m", "disk/home");
        var setup = disk.TestSetup;
        await setup.RunConnectedAsync("Get-NemoCredit > $null");
        await disk.RemountAsync("ro");

        var output = await setup.RunConnectedAsync(VideosElsewhere);

        Assert.NotEmpty(output.Errors);
        AssertErrors(output, ReadOnly, setup.Folder["disk/home"]);
        Assert.Equal(0, await shared.MessageCountAsync());
    }

    [Fact]
    public async Task ConnectNemo_DataFolderIsReadOnly_RequestsNoTokenThatWouldBeLost()
    {
        await using var disk = await StartAsync("1m", "disk/home");
        var setup = disk.TestSetup;
        await disk.RemountAsync("ro");
        var tokens = (await setup.Emulator.RequestsAsync("/api/auth/")).Count;

        var output = await setup.RunAsync("Connect-Nemo");

        Assert.NotEmpty(output.Errors);
        AssertErrors(output, ReadOnly, setup.Folder["disk/home"]);
        Assert.Equal(tokens, (await setup.Emulator.RequestsAsync("/api/auth/")).Count);
    }

    [Fact]
    public async Task WaitNemoExport_DestinationIsFull_TheExportCanBeDownloadedElsewhere()
    {
        await using var disk = await StartAsync("24k");
        var setup = disk.TestSetup;
        await setup.RunConnectedAsync("$global:export = Send-NemoUpload clips/a.mp4 -SessionPerFile | Start-NemoExport");

        var full = await setup.RunAsync("$export | Wait-NemoExport -Destination disk/out");
        var left = disk.Files("out");
        var elsewhere = await setup.RunAsync("$export | Wait-NemoExport -Destination out");

        Assert.NotEmpty(full.Errors);
        AssertErrors(full, NoSpace, setup.Folder["disk/out"]);
        Assert.Empty(left);
        Assert.Equal(setup.Folder["out/a.mp4"], elsewhere.WithoutErrors().Single().GetProperty("Path").GetString());
    }

    // How many errors there are is another test.
    private static void AssertErrors(PowerShellOutput output, string cause, string path) => Assert.All(output.Errors, error =>
    {
        Assert.Equal("NemoFileAccess", error.Id);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    });

    /// <summary>Two clips, and a process with a disk of its own.</summary>
    private async Task<SmallDisk> StartAsync(string size, string home = "home")
    {
        var disk = await SmallDisk.StartAsync(shared);
        disk.TestSetup.Environment["NEMO_HOME"] = disk.TestSetup.Folder[home];
        disk.TestSetup.Folder.AddUniqueClip("clips/a.mp4");
        disk.TestSetup.Folder.AddUniqueClip("clips/b.mp4");
        await disk.MountAsync(size);
        return disk;
    }
}
