namespace NemoVideo.Acceptance.Tests;

/// <summary>A full or read-only disk is a clear error, nothing is lost, and the same command finishes later for free.</summary>
[Trait("Source", "design.md 5")]
public sealed class DiskTests(DiskTests.Disk fixture) : IClassFixture<DiskTests.Disk>
{
    private const string Videos = "New-NemoVideo 'trim the pauses' -Path clips/*.mp4 -Destination disk/out";
    private const string NoSpace = "No space left on device";
    private const string ReadOnly = "Read-only file system";

    [Fact]
    public async Task NewNemoVideo_DestinationIsFull_IsAnErrorThatNamesItAndLeavesNoPartialFile()
    {
        var bench = await StartAsync();
        await fixture.Small.MountAsync("1m");
        fixture.Small.Fill();

        var output = await bench.RunConnectedAsync(Videos);

        Assert.DoesNotContain("Succeeded", output.Values("Status"));
        Assert.NotEmpty(output.Errors);
        AssertErrors(output, NoSpace, bench.Folder["disk/out"]);
        Assert.Empty(fixture.Small.Files("out"));
    }

    [Fact]
    public async Task NewNemoVideo_DestinationIsFull_AdvisesToFreeSpaceAndRunTheCommandAgain()
    {
        var bench = await StartAsync();
        await fixture.Small.MountAsync("1m");
        fixture.Small.Fill();

        var output = await bench.RunConnectedAsync(Videos);

        Assert.NotEmpty(output.Errors);
        var advice = output.Errors[0].Action;
        Assert.Contains("space", advice, StringComparison.Ordinal);
        Assert.Contains("again", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Wait-NemoExport", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100k", 1)]
    [InlineData("24k", 0)]
    public async Task NewNemoVideo_DownloadsFillTheDestination_NextRunFinishesWithoutASecondCharge(string size, int downloaded)
    {
        var bench = await StartAsync();
        var messages = await bench.Emulator.MessageCountAsync();
        await fixture.Small.MountAsync(size);

        var first = await bench.RunConnectedAsync(Videos);
        var left = fixture.Small.Files("out");
        await fixture.Small.RemountAsync("size=1m");
        var second = await bench.RunConnectedAsync(Videos);

        Assert.Equal(downloaded, first.Values("Status").Count(static status => status == "Succeeded"));
        Assert.NotEmpty(first.Errors);
        AssertErrors(first, NoSpace, bench.Folder["disk/out"]);
        Assert.Equal(downloaded, left.Count);
        Assert.Equal(downloaded, second.WithoutErrors().Values("Status").Count(static status => status == "AlreadyDone"));
        Assert.Equal(["a.mp4", "b.mp4"], fixture.Small.Files("out"));
        Assert.Equal(messages + 2, await bench.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderIsFull_SendsNothingThatItCannotRecord()
    {
        var bench = await StartAsync("disk/home");
        await fixture.Small.MountAsync("1m");
        await bench.RunConnectedAsync("Get-NemoCredit > $null");
        var messages = await bench.Emulator.MessageCountAsync();
        fixture.Small.Fill();

        var full = await bench.RunConnectedAsync(Videos.Replace("disk/", "", StringComparison.Ordinal));
        var sent = await bench.Emulator.MessageCountAsync();
        fixture.Small.Free();
        var free = await bench.RunConnectedAsync(Videos.Replace("disk/", "", StringComparison.Ordinal));

        Assert.NotEmpty(full.Errors);
        AssertErrors(full, NoSpace, bench.Folder["disk/home"]);
        Assert.Equal(messages, sent);
        Assert.Equal(["Succeeded", "Succeeded"], free.WithoutErrors().Values("Status"));
        Assert.Equal(messages + 2, await bench.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderFillsUpDuringAnEdit_NextRunFinishesWithoutASecondCharge()
    {
        var bench = await StartAsync("disk/home");
        await fixture.Small.MountAsync("1m");
        var messages = await bench.Emulator.MessageCountAsync();
        await bench.Emulator.AddFaultsAsync("POST /run_sse: hold after 2 events x2");

        var run = bench.RunConnectedAsync(Videos.Replace("disk/", "", StringComparison.Ordinal));
        await bench.Emulator.WaitForHeldAsync(2);
        fixture.Small.Fill();
        await bench.Emulator.ReleaseAsync();
        var full = await run;
        fixture.Small.Free();
        var free = await bench.RunConnectedAsync(Videos.Replace("disk/", "", StringComparison.Ordinal));

        // The space for a record may have been reserved. If it wasn't, the error says why.
        AssertErrors(full, NoSpace, bench.Folder["disk/home"]);
        Assert.All(free.WithoutErrors().Values("Status"), static status => Assert.Matches("^(Succeeded|AlreadyDone)$", status));
        Assert.Equal(["a.mp4", "b.mp4"], bench.Folder.Files("out"));
        Assert.Equal(messages + 2, await bench.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DestinationIsReadOnly_ChargesNothingUntilItIsWritable()
    {
        var bench = await StartAsync();
        await fixture.Small.MountAsync("1m");
        await fixture.Small.RemountAsync("ro");
        var messages = await bench.Emulator.MessageCountAsync();

        var readOnly = await bench.RunConnectedAsync(Videos);
        var sent = await bench.Emulator.MessageCountAsync();
        await fixture.Small.RemountAsync("rw");
        var writable = await bench.RunConnectedAsync(Videos);

        Assert.NotEmpty(readOnly.Errors);
        AssertErrors(readOnly, ReadOnly, bench.Folder["disk/out"]);
        Assert.Equal(messages, sent);
        Assert.Equal(["Succeeded", "Succeeded"], writable.WithoutErrors().Values("Status"));
        Assert.Equal(messages + 2, await bench.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task NewNemoVideo_DataFolderIsReadOnly_ChargesNothing()
    {
        var bench = await StartAsync("disk/home");
        await fixture.Small.MountAsync("1m");
        await bench.RunConnectedAsync("Get-NemoCredit > $null");
        await fixture.Small.RemountAsync("ro");
        var messages = await bench.Emulator.MessageCountAsync();

        var output = await bench.RunConnectedAsync(Videos.Replace("disk/", "", StringComparison.Ordinal));

        Assert.NotEmpty(output.Errors);
        AssertErrors(output, ReadOnly, bench.Folder["disk/home"]);
        Assert.Equal(messages, await bench.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task ConnectNemo_DataFolderIsReadOnly_RequestsNoTokenThatWouldBeLost()
    {
        var bench = await StartAsync("disk/home");
        await fixture.Small.MountAsync("1m");
        await fixture.Small.RemountAsync("ro");
        var tokens = (await bench.Emulator.RequestsAsync("/api/auth/")).Count;

        var output = await bench.RunAsync("Connect-Nemo");

        Assert.NotEmpty(output.Errors);
        AssertErrors(output, ReadOnly, bench.Folder["disk/home"]);
        Assert.Equal(tokens, (await bench.Emulator.RequestsAsync("/api/auth/")).Count);
    }

    [Fact]
    public async Task WaitNemoExport_DestinationIsFull_TheExportCanBeDownloadedElsewhere()
    {
        var bench = await StartAsync();
        await fixture.Small.MountAsync("24k");
        await bench.RunConnectedAsync("$global:export = Send-NemoUpload clips/a.mp4 -SessionPerFile | Start-NemoExport");

        var full = await bench.RunAsync("$export | Wait-NemoExport -Destination disk/out");
        var left = fixture.Small.Files("out");
        var elsewhere = await bench.RunAsync("$export | Wait-NemoExport -Destination out");

        Assert.NotEmpty(full.Errors);
        AssertErrors(full, NoSpace, bench.Folder["disk/out"]);
        Assert.Empty(left);
        Assert.Equal(bench.Folder["out/a.mp4"], elsewhere.WithoutErrors().Single().GetProperty("Path").GetString());
    }

    // How many errors there are is another test.
    private static void AssertErrors(PowerShellOutput output, string cause, string path) => Assert.All(output.Errors, error =>
    {
        Assert.Equal("NemoFileAccess", error.Id);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    });

    /// <summary>Two clips and a data folder that no earlier test used.</summary>
    private async Task<Bench> StartAsync(string home = "")
    {
        var bench = await fixture.StartAsync();
        bench.Environment["NEMO_HOME"] = bench.Folder[home.Length > 0 ? home : $"home-{Guid.NewGuid()}"];
        Directory.Delete(bench.Folder.Create("clips"), recursive: true);
        Directory.Delete(bench.Folder.Create("out"), recursive: true);
        bench.Folder.AddUniqueClip("clips/a.mp4");
        bench.Folder.AddUniqueClip("clips/b.mp4");
        return bench;
    }

    /// <summary>One process with a disk of its own, for all tests of the class.</summary>
    public sealed class Disk : IAsyncLifetime
    {
        private Emulator? _emulator;

        internal SmallDisk Small { get; private set; } = null!;

        public ValueTask InitializeAsync() => default;

        public async ValueTask DisposeAsync()
        {
            if (Small is not null)
            {
                await Small.DisposeAsync();
            }

            if (_emulator is not null)
            {
                await _emulator.DisposeAsync();
            }
        }

        /// <summary>Returns the bench, or skips the test.</summary>
        internal async Task<Bench> StartAsync()
        {
            _emulator ??= await Emulator.StartAsync();
            Small ??= await SmallDisk.StartAsync(_emulator);
            await _emulator.ClearFaultsAsync();
            return Small.Bench;
        }
    }
}
