namespace NemoVideo.Acceptance.Tests.People;

/// <summary>
/// Files that cameras, recorders, copies and network drives leave in folders (people.md 16, 17 and 22, and reports of our own).
/// </summary>
public sealed class InputFileTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Create = "New-NemoVideo 'make it square' -Destination out";

    public static TheoryData<string, string> Broken => BrokenClips.All;

    [Theory]
    [Trait("Source", "bilive 215")]
    [Trait("Source", "lossless-cut 796")]
    [Trait("Source", "untrunc 63")]
    [MemberData(nameof(Broken))]
    public async Task NewNemoVideo_RecordingWithoutItsIndex_IsRefused(string kind, string extension)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/good.mp4");
        var path = setup.Folder[$"clips/broken.{extension}"];
        File.WriteAllBytes(path, BrokenClips.Of(kind));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));

        // A folder with audio isn't a video, but a row with audio can be.
        var output = await setup.RunConnectedAsync(
            $"Get-ChildItem clips | ForEach-Object {{ [pscustomobject]@{{ Path = $_.FullName }} }} | {Create}");

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoUnsupportedFile", error.Id);
        Assert.Contains("recording", error.Text, StringComparison.Ordinal);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    /// <summary>A copy that has the time of its source, and that no program holds open between its parts.</summary>
    [Fact]
    [Trait("Source", "camel 10131")]
    [Trait("Source", "kopia 2227")]
    public async Task NewNemoVideo_CopyWithAnOldTime_IsNotCharged()
    {
        await using var setup = await shared.StartAsync();
        var path = setup.Folder.AddClip("copy.mp4");
        await using var copying = new Timer(
            _ =>
            {
                File.AppendAllBytes(path, [0, 0, 0, 16, .. "free"u8, .. new byte[8]]);
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-1));
            },
            state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));

        var output = await setup.RunConnectedAsync($"{Create} -Path copy.mp4");

        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Equal("NemoFileInUse", Assert.Single(output.Errors).Id);
    }

    [Theory]
    [Trait("Source", "camel 10131")]
    [InlineData(Create)]
    [InlineData("Send-NemoUpload")]
    public async Task Copy_OpenWithAnOldTime_IsNotUsed(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS doesn't show which files are open.");
        await using var setup = await shared.StartAsync();
        var path = setup.Folder.AddClip("copy.mp4");
        await using var copy = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        var output = await setup.RunConnectedAsync($"{command} -Path copy.mp4");

        Assert.Equal("NemoFileInUse", Assert.Single(output.Errors).Id);
        Assert.Empty(await shared.SessionsAsync());
    }

    [Theory]
    [Trait("Source", "WSL 7456")]
    [Trait("Source", "rapid-photo-downloader 24")]
    [Trait("Source", "upscayl 615")]
    [Trait("Source", "vscode-as3mxml 830")]
    [InlineData(Create, "GX010001.LRV", "GX010001.THM", "DJI_0001.SRT", "C0001M01.XML")]
    [InlineData("Send-NemoUpload -SessionPerFile", "a.xmp", "IMG_0001.AAE", "Thumbs.db", "desktop.ini", "._a.mp4", "track.gpx")]
    [InlineData(Create, "DJI_0001.LRF", "a.mp4.md5", "a.info.json", "a.nfo", "._a.mp4")]
    public async Task Listing_FilesBesideClips_AreSkippedWithOneWarning(string command, params string[] names)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/a.mp4");
        foreach (var name in OperatingSystem.IsWindows() ? names : [.. names, "a.mp4:Zone.Identifier"])
        {
            setup.Folder.AddClip($"clips/{name}");
        }

        var output = await setup.RunConnectedAsync($"Get-ChildItem clips -File -Force | {command}");

        Assert.Single(output.WithoutErrors().Objects);
        Assert.Contains($"{(OperatingSystem.IsWindows() ? names.Length - 1 : names.Length)} other files were skipped",
            Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-NemoVideo 'make it square' -Destination out -Path GX010001.LRV")]
    [InlineData("'GX010001.LRV' | New-NemoVideo 'make it square' -Destination out")]
    [InlineData("Send-NemoUpload GX010001.LRV")]
    public async Task FileBesideClips_NamedByTheUser_IsAnError(string command)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("GX010001.LRV");

        var output = await setup.RunConnectedAsync(command);

        Assert.Equal("NemoUnsupportedFile", Assert.Single(output.Errors).Id);
    }

    [Fact]
    [Trait("Source", "WSL 7456")]
    public async Task InvokeNemoFolder_SidecarsAndABrokenClip_OnlyTheBrokenClipIsAnError()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/a.mp4");
        setup.Folder.AddClip("clips/a.LRV");
        setup.Folder.AddClip("clips/a.THM");
        setup.Folder.AddClip("clips/._a.mp4");
        var sample = Path.Combine(TestPaths.Repository, "samples", "Invoke-NemoFolder.ps1");
        var run = $"& '{sample}' -Path (Get-ChildItem clips -File -Force) -Destination out -Message 'make it square' "
            + $"-Module '{TestPaths.Module}' 6>&1 > $null\n$LASTEXITCODE";

        var good = await setup.RunAsync(run);
        File.WriteAllText(setup.Folder["clips/b.mp4"], "not a clip");
        var bad = await setup.RunAsync(run);

        Assert.Equal((0, 1), (good.Single().GetInt32(), bad.Single().GetInt32()));
    }

    [Fact]
    [Trait("Source", "immich 30690")]
    [Trait("Source", "yamj-v2 415")]
    public async Task Listing_FoldersOfNetworkDrives_AreSkipped()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("share/a.mp4");
        setup.Folder.AddClip("share/@eaDir/a.mp4/SYNOVIDEO_VIDEO_SCREENSHOT.jpg");
        setup.Folder.AddUniqueClip("share/#recycle/old.mp4");
        setup.Folder.AddUniqueClip("share/$RECYCLE.BIN/deleted.mp4");

        var output = await setup.RunConnectedAsync($"Get-ChildItem share -File -Recurse -Force | {Create}");

        Assert.Equal(["a.mp4"], output.WithoutErrors().Values("SourceName"));
        Assert.Single(output.Warnings);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "A day as a new user")]
    [InlineData("link", "real/out")]
    [InlineData("real", "link/out")]
    public async Task NewNemoVideo_DestinationIsSpelledThroughALink_ItsVideosAreNoClips(string folder, string destination)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links require a privilege on Windows.");
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("real/a.mp4");
        Directory.CreateSymbolicLink(setup.Folder["link"], setup.Folder["real"]);
        var run = $"Set-Location {folder}; Get-ChildItem -Recurse -File | New-NemoVideo 'make it square' -Destination {setup.Folder[destination]}";

        await setup.RunConnectedAsync(run);
        File.SetLastWriteTimeUtc(setup.Folder["real/out/a.mp4"], DateTime.UtcNow.AddHours(-1));
        var second = await setup.RunAsync(run);

        Assert.Equal(["AlreadyDone"], second.WithoutErrors().Values("Status"));
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    [Theory]
    [Trait("Source", "iina 2204")]
    [InlineData(".a.mp4.icloud")]
    [InlineData("a.mp4.crdownload")]
    public async Task Listing_FileThatIsNotDownloadedYet_ErrorSaysSo(string name)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip(name);

        var output = await setup.RunConnectedAsync($"Get-ChildItem -File -Force | {Create}");

        Assert.Contains("download", Assert.Single(output.Errors).Action, StringComparison.Ordinal);
    }
}
