using System.Text;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Paths that mean something else than the user thinks (people.md 3, 7 and 9).</summary>
public sealed class PathTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    // The sizes of the sample clips, which tell them apart.
    private static readonly long SunsetLength = new FileInfo(TestPaths.Clip("sunset.mp4")).Length;
    private static readonly long HarbourLength = new FileInfo(TestPaths.Clip("harbour.mp4")).Length;

    [Theory]
    [InlineData("-Path *.mp4")]
    [InlineData("-Path ../clips")]
    [Trait("Source", "PowerShell 20730")]
    [Trait("Source", "corefx 42746")]
    public async Task NewNemoVideo_JoinUnderAnotherCulture_IsInOrdinalOrderAndAlreadyDone(string path)
    {
        await using var setup = await shared.StartAsync();
        AddJoinedClips(setup.Folder);

        var output = await setup.RunConnectedAsync(Join("en-US", "-Path *.mp4"));
        var other = await setup.RunAsync(Join("sv-SE", path));

        AssertOrder(output, "clip-2", "clip_1", "zoo", "ärger");
        Assert.Equal("AlreadyDone", other.Single().GetProperty("Status").ToString());
        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Single(setup.Folder.Files("out"));
    }

    [Fact]
    [Trait("Source", "PowerShell 20730")]
    public async Task NewNemoVideo_PipedFilesAndJoin_KeepsTheirOrder()
    {
        await using var setup = await shared.StartAsync();
        AddJoinedClips(setup.Folder);

        var output = await setup.RunConnectedAsync(
            "Get-Item clips/zoo.mp4, clips/clip-2.mp4, clips/ärger.mp4 | New-NemoVideo 'make it square' -Join -Destination out");

        AssertOrder(output, "zoo", "clip-2", "ärger");
    }

    [Theory]
    [InlineData("Send-NemoUpload \"$PWD/Day [1]/a.mp4\"")]
    [InlineData("Send-NemoUpload 'Day [1]/a.mp4'")]
    [InlineData("Send-NemoUpload -LiteralPath 'Day [1]/a.mp4'")]
    [InlineData("Get-Item -LiteralPath 'Day [1]/a.mp4' | Send-NemoUpload")]
    [InlineData("Get-ChildItem -LiteralPath 'Day [1]' | Send-NemoUpload")]
    [InlineData("'Day [1]/a.mp4' | Send-NemoUpload")]
    [InlineData("[pscustomobject]@{ Path = 'Day [1]/a.mp4' } | Send-NemoUpload")]
    [InlineData("Send-NemoUpload 'Day `[1`]/a.mp4'")]
    [InlineData("New-NemoVideo 'make it square' -Path \"$PWD/Day [1]/a.mp4\" -Destination out")]
    [InlineData("New-NemoVideo 'make it square' -Path 'Day [1]/*.mp4' -Destination out")]
    [Trait("Source", "PowerShell 3772")]
    [Trait("Source", "AudioWorks 45")]
    public async Task Command_PathWithBracketsExists_UsesThisFile(string command)
    {
        await using var setup = await shared.StartAsync();
        AddDays(setup.Folder);

        var output = await setup.RunConnectedAsync(command);

        var path = command.StartsWith("New-NemoVideo", StringComparison.Ordinal) ? "SourcePath" : "Path";
        Assert.Equal(setup.Folder["Day [1]/a.mp4"], output.WithoutErrors().Single().GetProperty(path).GetString());
    }

    [Fact]
    [Trait("Source", "PowerShell 3772")]
    public async Task SendNemoUpload_PatternOfAnExistingFolderMatchesAnotherFile_SaysWhich()
    {
        await using var setup = await shared.StartAsync();
        AddDays(setup.Folder);
        setup.Folder.AddClip("Day 1/b.mp4", "harbour.mp4");

        var output = await setup.RunConnectedAsync("Send-NemoUpload \"$PWD/Day [1]/b.mp4\"");

        // The module refuses the file. Uploading it would be fine, too, if the user can read which one it is.
        Assert.Contains("Day 1", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", "PowerShell 3772")]
    public async Task SendNemoUpload_PatternWithBrackets_UploadsEachMatch()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clip1.mp4");
        setup.Folder.AddClip("clip2.mp4", "harbour.mp4");
        setup.Folder.AddClip("clip3.mp4");

        var output = await setup.RunConnectedAsync("Send-NemoUpload 'clip[12].mp4'");

        Assert.Equal([$"{SunsetLength}", $"{HarbourLength}"], output.WithoutErrors().Values("Length"));
    }

    [Fact]
    [Trait("Source", "AudioWorks 45")]
    public async Task NewNemoVideo_DestinationWithBrackets_SavesTheVideoThere()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        setup.Folder.Create("Out 1");

        var output = await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Path a.mp4 -Destination 'Out [1]'");

        output.WithoutErrors();
        Assert.Equal(["a.mp4"], setup.Folder.Files("Out [1]"));
        Assert.Empty(setup.Folder.Files("Out 1"));
    }

    [Theory]
    [InlineData("New-NemoVideo clips/a.mp4 -Destination o", "-Path")]
    [InlineData("New-NemoVideo ./clips -Destination o", "-Path")]
    [InlineData("New-NemoVideo clips/*.mp4 -Destination o", "-Path")]
    [InlineData("New-NemoVideo clips/a.mp4, clips/b.mp4 -Destination o", "-Path")]
    [InlineData("New-NemoVideo clips/clipp.mp4 -Destination o", "-Path")]
    [InlineData(@"Get-Item clips/a.mp4 | New-NemoVideo 'C:\clips\beach.mp4' -Destination o", "-Path")]
    [InlineData("Invoke-NemoEdit ./clips/a.mp4", "Send-NemoUpload")]
    [InlineData("Send-NemoUpload clips/a.mp4 > $null; Invoke-NemoEdit ./clipp.mp4", "-Path")]
    [Trait("Source", "A day as a new user")]
    public async Task Command_PathAsMessage_IsRefusedAndSaysWhatToUse(string command, string advice)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/a.mp4");
        setup.Folder.AddClip("clips/b.mp4");

        var output = await setup.RunConnectedAsync(command);

        Assert.Equal(0, await shared.MessageCountAsync());
        Assert.Contains(advice, Assert.Single(output.Errors).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task NewNemoVideo_MessageMentionsAFile_IsSent()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");

        var output = await setup.RunConnectedAsync("New-NemoVideo 'trim a.mp4 to 2 seconds' -Path a.mp4 -Destination o");

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
    }

    [Theory]
    [InlineData("New-NemoVideo 'make it square' -Destination out -Path clips")]
    [InlineData("New-NemoVideo 'make it square' -Destination out -Path ./clips/")]
    [InlineData("Send-NemoUpload clips")]
    [Trait("Source", "A day as a new user")]
    public async Task Command_PathOfAFolder_MeansItsMediaFiles(string command)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/b.mp4");
        setup.Folder.AddClip("clips/a.mp4", "harbour.mp4");
        File.WriteAllText(setup.Folder["clips/notes.txt"], "Ask Ann for the music.");

        var output = await setup.RunConnectedAsync(command);

        output.WithoutErrors();
        Assert.Equal(2, (await shared.SessionsAsync()).Sum(static session => session.UploadCount));
        Assert.Equal(command.StartsWith("New", StringComparison.Ordinal) ? ["a.mp4", "b.mp4"] : [], setup.Folder.Files("out"));
    }

    private static string Join(string culture, string path) =>
        $"Set-Location clips; [cultureinfo]::CurrentCulture = '{culture}'; New-NemoVideo 'make it square' {path} -Join -Destination ../out";

    private static void AssertOrder(PowerShellOutput output, params string[] clips)
    {
        var track = output.WithoutErrors().Single().GetProperty("TracksAfter").ToString();
        var positions = clips.Select(clip => track.IndexOf(clip, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, positions);
        Assert.Equal(positions.Order(), positions);
    }

    // Different clips, because the order of equal ones doesn't matter.
    private static void AddJoinedClips(TestFolder folder)
    {
        foreach (var name in new[] { "zoo", "ärger", "clip_1", "clip-2" })
        {
            var path = folder.AddClip($"clips/{name}.mp4");
            byte[] freeBox = [0, 0, 0, 16, .. "free"u8, .. Encoding.UTF8.GetBytes(name.PadRight(8))[..8]];
            File.AppendAllBytes(path, freeBox);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        }
    }

    private static void AddDays(TestFolder folder)
    {
        folder.AddClip("Day [1]/a.mp4");
        folder.AddClip("Day 1/a.mp4", "harbour.mp4");
    }
}
