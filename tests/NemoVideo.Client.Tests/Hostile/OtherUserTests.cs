using System.Diagnostics;
using NemoVideo.Client.Authentication;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Another local user can write to the folders of videos or clips.</summary>
public sealed class OtherUserTests(SecondAccount other) : IClassFixture<SecondAccount>, IDisposable
{
    private const string Plain = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SaveRender_LinkAtOldPartialFileName_LeavesItsTarget()
    {
        other.Require();
        var shared = Share();
        var secret = _folder.Write("secret", 100);
        var before = await File.ReadAllBytesAsync(secret, Workbench.Ending);
        other.Shell("ln -s \"$2\" \"$1/v.mp4.part\"", shared, secret);

        await SaveAsync(Path.Combine(shared, "v.mp4"));

        Assert.Equal(before, await File.ReadAllBytesAsync(secret, Workbench.Ending));
        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(Path.Combine(shared, "v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_FileAtOldPartialFileName_IsNotUsed()
    {
        other.Require();
        var shared = Share();
        other.Shell("echo mine > \"$1/v.mp4.part\"; chmod 666 \"$1/v.mp4.part\"", shared);

        await SaveAsync(Path.Combine(shared, "v.mp4"));

        Assert.Equal(UnixFileSystem.CurrentUser, UnixFileSystem.Find(Path.Combine(shared, "v.mp4"))!.Value.Owner);
        Assert.Equal(other.Id, UnixFileSystem.Find(Path.Combine(shared, "v.mp4.part"))!.Value.Owner);
    }

    [Fact]
    public async Task SaveRender_PartFileOfUserExists_LeavesIt()
    {
        await File.WriteAllTextAsync(_folder.PathOf("v.mp4.part"), "mine", Workbench.Ending);

        await SaveAsync(_folder.PathOf("v.mp4"));

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.PathOf("v.mp4.part"), Workbench.Ending));
        Assert.Equal(["v.mp4", "v.mp4.part"], _folder.Files());
    }

    [Fact]
    public async Task SaveRender_DuringDownload_IsOwnerOnlyAndThenGetsDefaultMode()
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

    [Theory]
    [InlineData("link")]
    [InlineData("link/new")]
    [InlineData("own")]
    public async Task SaveRender_LinkOfAnotherUserInFolderPath_ThrowsAndDoesNotChangeTarget(string folder)
    {
        other.Require();
        var video = CreatePrivateVideo();
        other.Shell("ln -s \"$2\" \"$1/link\"", Share(), Path.GetDirectoryName(video)!);
        Directory.CreateSymbolicLink(_folder.PathOf("shared", "own"), "link");

        var error = await Assert.ThrowsAsync<NemoException>(() => SaveAsync(_folder.PathOf("shared", folder, "v.mp4"), overwrite: true));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains($"'{_folder.PathOf("shared", "link")}' is a symbolic link that belongs to another user (ID {other.Id})", error.Message, StringComparison.Ordinal);
        Assert.Equal([video], Directory.GetFileSystemEntries(Path.GetDirectoryName(video)!));
        Assert.Equal("mine", await File.ReadAllTextAsync(video, Workbench.Ending));
    }

    [Fact]
    public void ReadRecord_AnotherUserCanReplaceTheDataFolder_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var home = _folder.PathOf("shared", "home");
        Directory.CreateDirectory(Path.Combine(DataLocation.Data(home), "jobs"));
        UnixFileSystem.SetMode(_folder.PathOf("shared"), 0x1FF);
        var records = new JobRecords(new NemoClientOptions { DataDirectory = home });

        var error = Assert.Throws<NemoException>(() => records.Read(new string('a', 64)));

        Assert.Equal(NemoErrorKind.UntrustedFolder, error.Kind);
    }

    [Theory]
    [InlineData("SKILL.md", true)]
    [InlineData("own.md", true)]
    [InlineData("mine.md", false)]
    public void ReadSkill_LinkOfAnotherUserToAPrivateFile_IsNotFollowed(string name, bool isRefused)
    {
        other.Require();
        var secret = _folder.Write("secret", "---\nname: my-secret\n---\n"u8.ToArray());
        var shared = Share();
        other.Shell("ln -s \"$2\" \"$1/SKILL.md\"", shared, secret);
        File.CreateSymbolicLink(_folder.PathOf("shared", "own.md"), "SKILL.md");
        File.CreateSymbolicLink(_folder.PathOf("shared", "mine.md"), secret);

        var error = Record.Exception(() => SkillProfile.Read(_folder.PathOf("shared", name)));

        Assert.Equal(isRefused ? NemoErrorKind.FileAccess : null, (error as NemoException)?.Kind);
    }

    [Fact]
    public async Task SaveRender_FolderSwappedForALinkDuringTheDownload_StaysInTheFolderThatWasOpened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux reaches files through an open folder.");
        var video = CreatePrivateVideo();
        var (shared, moved) = (Share(), _folder.PathOf("moved"));
        var swap = new ProgressLog<TransferProgress>(_ =>
        {
            if (!Directory.Exists(moved))
            {
                Directory.Move(shared, moved);
                Directory.CreateSymbolicLink(shared, Path.GetDirectoryName(video)!);
            }
        });

        var error = await Assert.ThrowsAsync<NemoException>(() => SaveAsync(Path.Combine(shared, "v.mp4"), swap, overwrite: true));

        Assert.Contains("Another program replaced '", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(video, Workbench.Ending));
        Assert.Equal([Path.Combine(moved, "v.mp4")], Directory.GetFileSystemEntries(moved));
    }

    [Fact]
    public async Task SaveRender_FolderNotWritable_ThrowsWithItsPath()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows another set of names.");
        Directory.CreateDirectory(_folder.PathOf("taken", "v.mp4"));

        var error = await Assert.ThrowsAsync<NemoException>(() => SaveAsync(_folder.PathOf("taken", "v.mp4"), overwrite: true));

        Assert.Contains($"'{_folder.PathOf("taken", "v.mp4")}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/proc/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replace_TargetIsLinkOfAnotherUser_ReplacesLinkWithoutFollowingIt()
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

    [Fact]
    public void Move_TargetExists_ThrowsAndKeepsBoth()
    {
        var (source, target) = (_folder.Write("source", 1), _folder.Write("target", 2));

        var error = Assert.ThrowsAny<IOException>(() => AtomicMove.Move(source, target, overwrite: false));

        Assert.Contains("exists", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((1, 2), (new FileInfo(source).Length, new FileInfo(target).Length));
    }

    [Fact]
    public void Move_TwoAtTheSameMoment_LetsOneOfThemHaveTheName()
    {
        for (var round = 0; round < 300; round++)
        {
            string[] sources = [_folder.Write("a", 1), _folder.Write("b", 1)];
            var moved = 0;
            Parallel.ForEach(sources, source =>
            {
                try
                {
                    AtomicMove.Move(source, _folder.PathOf("target"), overwrite: false);
                    Interlocked.Increment(ref moved);
                }
                catch (IOException)
                {
                    // The other one has the name.
                }
            });

            Assert.Equal(1, moved);
            File.Delete(_folder.PathOf("target"));
        }
    }

    [Fact]
    public void Move_TargetIsBrokenLink_ThrowsAndKeepsLink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, a link needs a privilege.");
        var source = _folder.Write("source", 1);
        File.CreateSymbolicLink(_folder.PathOf("target"), _folder.PathOf("missing"));

        Assert.ThrowsAny<IOException>(() => AtomicMove.Move(source, _folder.PathOf("target"), overwrite: false));

        Assert.Equal(["source", "target"], _folder.Files());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LinkInstead_TargetMissingOrExists_BehavesLikeRename(bool isThere)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows moves in one step.");
        var source = _folder.Write("source", 1);
        if (isThere)
        {
            _folder.Write("target", 2);
            Assert.ThrowsAny<IOException>(() => UnixFileSystem.LinkInstead(source, _folder.PathOf("target")));
        }
        else
        {
            UnixFileSystem.LinkInstead(source, _folder.PathOf("target"));
        }

        Assert.Equal(isThere ? ["source", "target"] : ["target"], _folder.Files());
    }

    [Fact]
    public void ClientIdFile_ReadableByOthers_IsRestrictedToOwnerWithANotice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = WriteClientId(0x1A4);
        var home = Path.GetDirectoryName(path)!;
        var notices = new List<string>();

        Assert.Equal(Plain, ClientId.Get(null, path, notices.Add).Value);
        Assert.Equal(Plain, ClientId.Get(null, path, notices.Add).Value);

        Assert.Contains($"'{path}'", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal((0x180, 0x1C0), (UnixFileSystem.Find(path)!.Value.Mode & 0x1FF, UnixFileSystem.Find(home)!.Value.Mode & 0x1FF));
    }

    [Theory]
    [InlineData(0x1B6)] // 0666
    [InlineData(0x182)] // 0602
    public void ClientIdFile_WritableByOthers_IsRefusedAndStaysAsItIs(int mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = WriteClientId(mode);

        var error = Assert.Throws<NemoException>(() => ClientId.Get(null, path, static _ => { }));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains($"Other users have read or write access to '{path}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(mode, UnixFileSystem.Find(path)!.Value.Mode & 0x1FF);
    }

    [Fact]
    public void ClientIdFile_AnotherUserWroteIt_IsRefused()
    {
        other.Require();
        var path = WriteClientId(0x1B6);
        UnixFileSystem.SetMode(_folder.FullName, 0x1ED);
        other.Shell("echo aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee > \"$1\"", path);

        Assert.Equal(NemoErrorKind.FileAccess, Assert.Throws<NemoException>(() => ClientId.Get(null, path, static _ => { })).Kind);
    }

    [Fact]
    public void ClientIdFile_LockFileOfAnotherUser_IsAnErrorAtOnce()
    {
        other.Require();
        var shared = Share();
        UnixFileSystem.SetMode(shared, 0x3FF);
        other.Shell("touch \"$1\"; chmod 666 \"$1\"", Path.Combine(shared, "client_id.lock"));

        var error = Assert.Throws<NemoException>(() => ClientId.Get(null, Path.Combine(shared, "client_id"), static _ => { }));

        Assert.Contains($"belongs to another user (ID {other.Id})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckFolder_AnotherProcessLocksEachNewFile_Succeeds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, only files that were opened without sharing are locked.");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        var locking = Task.Run(() => LockFiles(ending.Token), Workbench.Ending);

        for (var round = 0; round < 1000; round++)
        {
            new VideoFile(_folder.PathOf("v.mp4"), overwrite: false).CheckFolder();
        }

        await ending.CancelAsync();
        await locking;
    }

    [Fact]
    public void ClientIdFile_New_IsAccessibleToOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = _folder.PathOf("config", "client_id");

        Assert.True(Guid.TryParse(ClientId.Get(null, path, static _ => { }).Value, out _));

        Assert.Equal((0x180, 0x1C0), (UnixFileSystem.Find(path)!.Value.Mode & 0x1FF, UnixFileSystem.Find(_folder.PathOf("config"))!.Value.Mode & 0x1FF));
    }

    [Theory]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("ln -s /etc/passwd \"$1\"")]
    [InlineData("mkdir \"$1\"")]
    public async Task Connect_TokenPathIsNoRegularFile_IsNotRead(string create)
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
    public async Task CreateSession_JournalPathIsNotRegularFile_ThrowsAndSendsAndWritesNothing(string create)
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
    [InlineData("chmod 666 \"$1\"")]
    [InlineData("chmod 644 \"$1\"")]
    [InlineData("chown 65534 \"$1\"")]
    public async Task ReadJournal_OthersCanReadOrWriteIt_ThrowsAndKeepsIt(string change)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        Assert.SkipWhen(change.StartsWith("chown", StringComparison.Ordinal) && Environment.UserName != "root", "Only root can change the owner.");
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var folder = Path.Combine(service.Home, "journal");
        PrivateFolder.Create(folder);
        var journal = Path.Combine(folder, client.Identity + ".jsonl");
        await File.WriteAllTextAsync(journal, "no journal", Workbench.Ending);
        Shell(change, journal);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.ReadJournalAsync(Workbench.Ending));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains(journal, error.Message, StringComparison.Ordinal);
        Assert.Equal("no journal", await File.ReadAllTextAsync(journal, Workbench.Ending));
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("journal")]
    [InlineData("")]
    public async Task Connect_DataFolderOfAnotherUser_ThrowsAndSendsNothing(string name)
    {
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);
        var count = bench.Requests.Count;
        var folder = Path.Combine(bench.Home, name).TrimEnd('/');
        other.Own(folder);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.UntrustedFolder,
            async () => await (await bench.ConnectAsync()).CreateSessionAsync("Winter", cancellationToken: Workbench.Ending));

        Assert.Contains($"'{folder}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(count, bench.Requests.Count);
    }

    [Fact]
    public async Task Connect_RootWithHomeOfAnotherUser_ThrowsAndSendsNothing()
    {
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var home = Directory.CreateDirectory(_folder.PathOf("home")).FullName;
        other.Own(home);

        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Credit, bench.Host.Url, "", environment: [("HOME", home), ("NEMO_TEST_HOME", null), ("XDG_DATA_HOME", null)]);

        Assert.StartsWith($"UntrustedFolder: '{home}' belongs to another user", await process.WaitForOutputAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }

    private string WriteClientId(int mode)
    {
        var home = Directory.CreateDirectory(_folder.PathOf("nemovideo")).FullName;
        var path = Path.Combine(home, "client_id");
        File.WriteAllText(path, Plain + "\n");
        UnixFileSystem.SetMode(path, mode);
        UnixFileSystem.SetMode(home, 0x1ED);
        return path;
    }

    /// <summary>Locks the files of the folder as they appear.</summary>
    private void LockFiles(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            foreach (var path in Directory.EnumerateFiles(_folder.FullName))
            {
                try
                {
                    using var locked = UnixFileSystem.OpenExisting(path, FileAccess.Read, followLink: false);
                    UnixFileSystem.Lock(locked, FileShare.None, path);
                }
                catch (IOException)
                {
                    // Deleted or locked already.
                }
            }
        }
    }

    private string CreatePrivateVideo()
    {
        Directory.CreateDirectory(_folder.PathOf("private"));
        return _folder.Write("private/v.mp4", "mine"u8.ToArray());
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

    private static async Task SaveAsync(string path, IProgress<TransferProgress>? progress = null, bool overwrite = false)
    {
        await using var server = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var client = await server.ConnectAsync();
        await client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, server.Url, null, 7, null), path, overwrite, progress, Workbench.Ending);
    }
}
