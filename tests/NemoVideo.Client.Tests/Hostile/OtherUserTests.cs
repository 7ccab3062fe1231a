using System.Diagnostics;
using NemoVideo.Client.Authentication;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Another user of this computer who can write where videos go, or where clips come from.</summary>
public sealed class OtherUserTests(SecondAccount other) : IClassFixture<SecondAccount>, IDisposable
{
    private const string Plain = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SaveRender_LinkAtTheOldNameOfThePartialFile_LeavesWhatItLeadsTo()
    {
        other.Require();
        var shared = Share();
        var secret = _folder.Write("secret", 100);
        var before = await File.ReadAllBytesAsync(secret, Workbench.Ending);
        other.Shell("ln -s \"$2\" \"$1/v.mp4.part\"", shared, secret);

        await SaveAsync(Path.Combine(shared, "v.mp4"));

        Assert.Equal(before, await File.ReadAllBytesAsync(secret, Workbench.Ending));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(shared, "v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_FileAtTheOldNameOfThePartialFile_IsNotWhatTheVideoBecomes()
    {
        other.Require();
        var shared = Share();
        other.Shell("echo mine > \"$1/v.mp4.part\"; chmod 666 \"$1/v.mp4.part\"", shared);

        await SaveAsync(Path.Combine(shared, "v.mp4"));

        Assert.Equal(UnixFileSystem.CurrentUser, UnixFileSystem.Find(Path.Combine(shared, "v.mp4"))!.Value.Owner);
        Assert.Equal(other.Id, UnixFileSystem.Find(Path.Combine(shared, "v.mp4.part"))!.Value.Owner);
    }

    [Fact]
    public async Task SaveRender_BesideAPartFileOfTheUsersOwn_KeepsThat()
    {
        await File.WriteAllTextAsync(_folder.PathOf("v.mp4.part"), "mine", Workbench.Ending);

        await SaveAsync(_folder.PathOf("v.mp4"));

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.PathOf("v.mp4.part"), Workbench.Ending));
        Assert.Equal(["v.mp4", "v.mp4.part"], _folder.Files());
    }

    [Fact]
    public async Task SaveRender_WhileItIsDownloaded_IsForItsOwnerOnlyAndThenAsOtherFilesThere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var usual = UnixFileSystem.Find(_folder.Write("usual", 1))!.Value.Mode;
        var modes = new List<int>();
        var progress = new ProgressLog<TransferProgress>(_ => modes.Add(UnixFileSystem.Find(Assert.Single(Directory.GetFiles(_folder.FullName, "*.part")))!.Value.Mode & 0x1FF));

        await SaveAsync(_folder.PathOf("v.mp4"), progress);

        Assert.All(modes, static mode => Assert.Equal(0x180, mode));
        Assert.NotEmpty(modes);
        Assert.Equal(usual, UnixFileSystem.Find(_folder.PathOf("v.mp4"))!.Value.Mode);
    }

    [Fact]
    public void Replace_LinkOfAnotherUserAtTheTarget_IsReplacedAndNotFollowed()
    {
        other.Require();
        var shared = Share();
        var secret = _folder.Write("secret", 100);
        other.Shell("ln -s \"$2\" \"$1/v.mp4\"", shared, secret);
        var part = Path.Combine(shared, "x.part");
        File.WriteAllBytes(part, [1, 2, 3]);

        AtomicMove.Move(part, Path.Combine(shared, "v.mp4"), overwrite: true);

        Assert.Equal(100, new FileInfo(secret).Length);
    }

    [Theory]
    [InlineData(0x1A4)] // 0644
    [InlineData(0x1B6)] // 0666
    public void ClientId_ThatOthersCouldRead_IsClosed(int mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var home = Directory.CreateDirectory(_folder.PathOf("nemovideo")).FullName;
        var path = Path.Combine(home, "client_id");
        File.WriteAllText(path, Plain + "\n");
        UnixFileSystem.SetMode(path, mode);
        UnixFileSystem.SetMode(home, 0x1ED);

        Assert.Equal(Plain, ClientId.Get(null, path).Value);

        Assert.Equal((0x180, 0x1C0), (UnixFileSystem.Find(path)!.Value.Mode & 0x1FF, UnixFileSystem.Find(home)!.Value.Mode & 0x1FF));
    }

    [Fact]
    public void ClientId_New_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = _folder.PathOf("config", "client_id");

        Assert.True(Guid.TryParse(ClientId.Get(null, path).Value, out _));

        Assert.Equal((0x180, 0x1C0), (UnixFileSystem.Find(path)!.Value.Mode & 0x1FF, UnixFileSystem.Find(_folder.PathOf("config"))!.Value.Mode & 0x1FF));
    }

    [Theory]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("ln -s /etc/passwd \"$1\"")]
    [InlineData("mkdir \"$1\"")]
    public async Task Connect_TokenFileThatIsNoFile_IsNotRead(string create)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none of these.");
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        File.Delete(path);
        Shell(create, path);
        bench.Host.RevokeTokens();
        var notices = new List<string>();

        var options = new NemoClientOptions { ApiUrl = bench.Host.Url, DataDirectory = bench.Home, Notice = notices.Add };
        if (create.StartsWith("mkdir", StringComparison.Ordinal))
        {
            using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);
            Assert.Equal(TokenSource.Free, client.TokenSource);
        }
        else
        {
            using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);
            Assert.Equal(TokenSource.Free, client.TokenSource);
            Assert.True(UnixFileSystem.Find(path)!.Value.IsRegularFile);
        }

        Assert.Contains(notices, notice => notice.Contains($"'{path}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("ln -s \"$2\" \"$1\"")]
    public async Task CreateSession_JournalThatIsNoFile_IsAnErrorAndNothingIsSentOrWritten(string create)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none of these.");
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var folder = Path.Combine(service.Home, "journal");
        PrivateFolder.Create(folder);
        var victim = _folder.Write("victim", 10);
        Shell(create, Path.Combine(folder, client.Identity + ".jsonl"), victim);

        var write = await Assert.ThrowsAsync<NemoException>(() => client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending));
        var read = await Assert.ThrowsAsync<NemoException>(() => client.ReadJournalAsync(Workbench.Ending));

        Assert.Equal((NemoErrorKind.FileAccess, NemoErrorKind.FileAccess), (write.Kind, read.Kind));
        Assert.Empty(service.Server.Requests);
        Assert.Equal(10, new FileInfo(victim).Length);
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("journal")]
    [InlineData("")]
    public async Task Connect_DataFolderOfAnotherUser_IsRefusedAndNothingIsSent(string name)
    {
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);
        var count = bench.Requests.Count;
        var folder = Path.Combine(bench.Home, name).TrimEnd('/');
        other.Own(folder);

        var error = await Assert.ThrowsAsync<NemoException>(async () => await (await bench.ConnectAsync()).CreateSessionAsync("Winter", cancellationToken: Workbench.Ending));

        Assert.Equal(NemoErrorKind.UntrustedFolder, error.Kind);
        Assert.Contains($"'{folder}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(count, bench.Requests.Count);
    }

    [Fact]
    public async Task Connect_AsRootWithTheHomeOfAnotherUser_IsRefusedAndNothingIsSent()
    {
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var home = Directory.CreateDirectory(_folder.PathOf("home")).FullName;
        other.Own(home);

        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Credit, bench.Host.Url, "", environment: [("HOME", home), ("NEMO_TEST_HOME", null), ("XDG_DATA_HOME", null)]);

        Assert.StartsWith($"UntrustedFolder: '{home}' belongs to another user", await process.EndAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }

    private string Share()
    {
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        UnixFileSystem.SetMode(_folder.FullName, 0x1ED);
        UnixFileSystem.SetMode(shared, 0x1FF);
        return shared;
    }

    private static void Shell(string command, params string[] arguments)
    {
        using var process = Process.Start("sh", ["-c", command, "sh", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task SaveAsync(string path, IProgress<TransferProgress>? progress = null)
    {
        await using var server = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", [1, 2, 3]));
        using var client = await server.ConnectAsync();
        await client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, server.Url, null, 3, null), path, overwrite: false, progress, Workbench.Ending);
    }
}
