using System.Diagnostics;
using System.Runtime.Versioning;

namespace NemoVideo.Emulator.Tests.Configuration;

/// <summary>The folder for the state, on a computer with other users.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-data-");

    public DataDirectoryTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

    private string Data => Path.Combine(_folder.FullName, "new", "state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_NewFolder_IsOnlyForItsOwner()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { DataDirectory = Data });

        Assert.All(
            Directory.GetDirectories(Path.GetDirectoryName(Data)!, "*", SearchOption.AllDirectories),
            static folder => Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder)));
    }

    [Theory]
    [InlineData("new/state", UnixFileMode.OtherWrite)]
    [InlineData("new/state", UnixFileMode.GroupWrite)]
    [InlineData("new/state/uploads", UnixFileMode.OtherWrite)]
    [InlineData("new", UnixFileMode.OtherWrite)]
    public async Task Start_OthersCanWriteToAFolder_Throws(string name, UnixFileMode others)
    {
        Directory.CreateDirectory(Path.Combine(Data, "uploads"), OwnerOnly);
        var folder = Path.Combine(_folder.FullName, name);
        File.SetUnixFileMode(folder, OwnerOnly | others);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"Other users can write to '{folder}'.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new/state")]
    [InlineData("new")]
    public async Task Start_FolderOfAnotherUser_Throws(string name)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a folder to another user.");
        Directory.CreateDirectory(Data, OwnerOnly);
        var folder = Path.Combine(_folder.FullName, name);
        await RunAsync("chown", "65534", folder);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"'{folder}' belongs to another user", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LinkInAFolderOthersCanWriteTo_ThrowsAndLeavesItsTarget()
    {
        var target = CreateFolder("target");
        var shared = CreateFolder("new", UnixFileMode.OtherWrite);
        LinkDataTo(target.FullName);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"Other users can write to '{shared.FullName}'.", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.GetFileSystemInfos());
    }

    [Fact]
    public async Task Start_LinkToALinkInAFolderOthersCanWriteTo_Throws()
    {
        var target = CreateFolder("target");
        var shared = CreateFolder("shared", UnixFileMode.OtherWrite);
        var link = Directory.CreateSymbolicLink(Path.Combine(shared.FullName, "link"), target.FullName);
        LinkDataTo(link.FullName);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"Other users can write to '{shared.FullName}'.", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.GetFileSystemInfos());
    }

    [Fact]
    public async Task Start_LinkOfAnotherUser_ThrowsAndLeavesItsTarget()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a link to another user.");
        var target = CreateFolder("target");
        LinkDataTo(target.FullName);
        await RunAsync("chown", "--no-dereference", "65534", Data);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"'{Data}' is a link that belongs to another user.", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.GetFileSystemInfos());
    }

    [Fact]
    public async Task Start_LinkThroughALinkOfAnotherUser_ThrowsAndLeavesItsTarget()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a link to another user.");
        var target = CreateFolder("target");
        target.CreateSubdirectory("state");
        var theirs = Path.Combine(_folder.FullName, "theirs");
        Directory.CreateSymbolicLink(theirs, target.FullName);
        await RunAsync("chown", "--no-dereference", "65534", theirs);
        LinkDataTo(Path.Combine(theirs, "state"));

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"'{theirs}' is a link that belongs to another user.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(target.FullName, "state")));
    }

    /// <summary>Other users could rename the folders in the temporary folder.</summary>
    [Theory]
    [InlineData(UnixFileMode.OtherWrite, 1)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, 0)]
    public async Task Start_TemporaryFolderThatOthersCanWriteTo_StartsOnlyWithTheStickyBit(UnixFileMode others, int expected)
    {
        var shared = CreateFolder("shared", others);
        var start = new ProcessStartInfo("dotnet", [typeof(EmulatorHost).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = shared.FullName },
        };
        using var emulator = Process.Start(start)!;
        if (await emulator.StandardOutput.ReadLineAsync(Caller.Ending) is not null)
        {
            await RunAsync("kill", "-TERM", $"{emulator.Id}");
        }

        await emulator.WaitForExitAsync(Caller.Ending);

        var errors = await emulator.StandardError.ReadToEndAsync(Caller.Ending);
        Assert.Equal((expected, expected == 1), (emulator.ExitCode, errors.Contains($"write to '{shared.FullName}'", StringComparison.Ordinal)));
        Assert.DoesNotContain(shared.GetDirectories("nemovideo*"), static folder => folder.GetFileSystemInfos().Length > 0);
    }

    [Fact]
    public async Task Start_LinkOfTheUser_IsFollowed()
    {
        var target = CreateFolder("target");
        LinkDataTo(target.FullName);

        await UploadAsync();

        Assert.NotEmpty(target.GetFileSystemInfos());
    }

    [Fact]
    public async Task Start_LinkInPlaceOfTheClip_LeavesItsTarget()
    {
        var media = Directory.CreateDirectory(Path.Combine(Data, "media"), OwnerOnly);
        var notes = Path.Combine(_folder.FullName, "notes.txt");
        await File.WriteAllTextAsync(notes, "mine", Caller.Ending);
        File.CreateSymbolicLink(Path.Combine(media.FullName, "builtin.mp4"), notes);

        await UploadAsync();

        Assert.Equal("mine", await File.ReadAllTextAsync(notes, Caller.Ending));
    }

    [Fact]
    public async Task Start_LinkInPlaceOfASubfolder_Throws()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.FullName, "target"), OwnerOnly);
        Directory.CreateDirectory(Data, OwnerOnly);
        Directory.CreateSymbolicLink(Path.Combine(Data, "uploads"), target.FullName);

        var error = await Assert.ThrowsAsync<IOException>(UploadAsync);

        Assert.Contains($"'{Path.Combine(Data, "uploads")}' is not a folder.", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.GetFileSystemInfos());
    }

    private DirectoryInfo CreateFolder(string name, UnixFileMode others = UnixFileMode.None)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name), OwnerOnly);
        folder.UnixFileMode = OwnerOnly | others;
        return folder;
    }

    private void LinkDataTo(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Data)!, OwnerOnly);
        Directory.CreateSymbolicLink(Data, target);
    }

    private async Task UploadAsync()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { DataDirectory = Data });
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Caller.Ending);
        Assert.Equal(0, process.ExitCode);
    }
}
