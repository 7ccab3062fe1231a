using System.Runtime.InteropServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Storage;

/// <summary>Checks of data folders: another user must not be able to replace them. Requires file modes.</summary>
[Collection(NonParallel.Name)]
public sealed class PrivateFolderTests(SecondAccount other) : IClassFixture<SecondAccount>, IDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PrivateFolder.TrustedVariable, null);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x1FFu)] // 0777
    [InlineData(0xBFu)] // 0277
    [InlineData(0x7Fu)] // 0177
    public void Create_AnyUmask_CreatesFoldersAndFilesOnlyOwnerCanAccess(uint umask)
    {
        RequireModes();
        var before = SetUmask(umask);
        try
        {
            PrivateFolder.Create(_folder.PathOf("a", "b", "c"));
            RegularFile.Create(_folder.PathOf("a", "b", "c", "file")).Dispose();
        }
        finally
        {
            _ = SetUmask(before);
        }

        foreach (var path in new[] { _folder.PathOf("a"), _folder.PathOf("a", "b"), _folder.PathOf("a", "b", "c") })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(path));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(_folder.PathOf("a", "b", "c", "file")));
    }

    [Fact]
    public void Create_DataFolderReadableByOthers_IsRestrictedToOwner()
    {
        RequireModes();
        var path = Directory.CreateDirectory(_folder.PathOf("journal")).FullName;
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        PrivateFolder.Create(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(path));
    }

    [Fact]
    public void Create_SharedFolder_KeepsItsMode()
    {
        RequireModes();
        var path = Directory.CreateDirectory(_folder.PathOf("team")).FullName;
        SetMode(path, Open | UnixFileMode.StickyBit);

        PrivateFolder.Create(path);

        Assert.Equal(Open | UnixFileMode.StickyBit, ModeOf(path));
    }

    [Fact]
    public void Exists_FolderWithAccessControlList_Throws()
    {
        other.Require();
        var shared = CreateFolderWithAccessList();

        AssertUntrusted(shared, () => PrivateFolder.Exists(Path.Combine(shared, "data")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IsExclusive_StickyFolderWithAccessControlList_ReturnsFalse(bool isLink)
    {
        other.Require();
        var shared = CreateFolderWithAccessList();
        UnixFileSystem.SetMode(shared, 0x3FD); // 1775
        Directory.CreateSymbolicLink(_folder.PathOf("link"), shared);

        Assert.True(PrivateFolder.IsExclusive(_folder.FullName));
        Assert.False(PrivateFolder.IsExclusive(isLink ? _folder.PathOf("link") : shared));
    }

    [Fact]
    public void Exists_LinkToALink_IsAccepted()
    {
        RequireModes();
        Directory.CreateDirectory(_folder.PathOf("real", "data"));
        Directory.CreateSymbolicLink(_folder.PathOf("one"), _folder.PathOf("two"));
        Directory.CreateSymbolicLink(_folder.PathOf("two"), _folder.PathOf("real"));

        Assert.True(PrivateFolder.Exists(_folder.PathOf("one", "data")));
    }

    [Fact]
    public void Exists_RelativeLinkAfterLink_IsCheckedAtItsTarget()
    {
        RequireModes();
        Directory.CreateDirectory(_folder.PathOf("open", "sub"));
        Directory.CreateDirectory(_folder.PathOf("open", "data"));
        Directory.CreateDirectory(_folder.PathOf("home", "data"));
        SetMode(_folder.PathOf("open"), Open);
        Directory.CreateSymbolicLink(_folder.PathOf("home", "link"), _folder.PathOf("open", "sub"));
        Directory.CreateSymbolicLink(_folder.PathOf("home", "trick"), "link/..");

        AssertUntrusted(_folder.PathOf("open"), () => PrivateFolder.Exists(_folder.PathOf("home", "trick", "data")));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void Create_BelowFolderWritableByOthers_Throws(UnixFileMode write)
    {
        RequireModes();
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        SetMode(shared, ModeOf(shared) | write);
        if (write == UnixFileMode.GroupWrite)
        {
            // Only the group of this user has access.
            other.Require();
            SetGroup(shared, other.Group);
        }

        AssertUntrusted(shared, () => PrivateFolder.Create(Path.Combine(shared, "data")));

        Assert.Empty(Directory.GetFileSystemEntries(shared));
    }

    [Fact]
    public void Create_BelowStickyFolder_Succeeds()
    {
        RequireModes();
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        SetMode(shared, Open | UnixFileMode.StickyBit);

        PrivateFolder.Create(Path.Combine(shared, "data"));

        Assert.True(PrivateFolder.Exists(Path.Combine(shared, "data")));
    }

    [Fact]
    public void Create_BelowTrustedFolderWritableByOthers_Succeeds()
    {
        RequireModes();
        var volume = Directory.CreateDirectory(_folder.PathOf("volume")).FullName;
        SetMode(volume, Open | UnixFileMode.SetGroup);
        Environment.SetEnvironmentVariable(PrivateFolder.TrustedVariable, volume + "/");

        PrivateFolder.Create(Path.Combine(volume, "nemo", "journal"));

        Assert.True(PrivateFolder.Exists(Path.Combine(volume, "nemo", "journal")));
        Environment.SetEnvironmentVariable(PrivateFolder.TrustedVariable, volume + "-other");
        AssertUntrusted(volume, () => PrivateFolder.Exists(Path.Combine(volume, "nemo")));
    }

    [Fact]
    public void Exists_FolderOfAnotherUser_Throws()
    {
        other.Require();
        var home = Directory.CreateDirectory(_folder.PathOf("alice")).FullName;
        Directory.CreateDirectory(Path.Combine(home, "data"));
        other.Own(home);

        AssertUntrusted(home, () => PrivateFolder.Exists(Path.Combine(home, "data")));
    }

    [Fact]
    public void Exists_DataFolderOfAnotherUserBelowStickyFolder_Throws()
    {
        other.Require();
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        SetMode(shared, Open | UnixFileMode.StickyBit);
        SetMode(_folder.FullName, Open & ~UnixFileMode.GroupWrite & ~UnixFileMode.OtherWrite);
        other.Shell("mkdir -p \"$1/data/tokens\"", shared);

        AssertUntrusted(Path.Combine(shared, "data"), () => PrivateFolder.Create(Path.Combine(shared, "data", "tokens")));
    }

    [Fact]
    public void Exists_LinkOfAnotherUserInPath_Throws()
    {
        other.Require();
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        SetMode(shared, Open | UnixFileMode.StickyBit);
        SetMode(_folder.FullName, Open & ~UnixFileMode.GroupWrite & ~UnixFileMode.OtherWrite);
        var mine = Directory.CreateDirectory(_folder.PathOf("mine")).FullName;
        other.Shell("ln -s \"$2\" \"$1/data\"", shared, mine);

        AssertUntrusted(Path.Combine(shared, "data"), () => PrivateFolder.Create(Path.Combine(shared, "data", "journal")));

        Assert.Empty(Directory.GetFileSystemEntries(mine));
    }

    [Fact]
    public void Exists_OwnLinkToFolderWritableByOthers_Throws()
    {
        RequireModes();
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        Directory.CreateDirectory(Path.Combine(shared, "data"));
        SetMode(shared, Open);
        Directory.CreateSymbolicLink(_folder.PathOf("link"), Path.Combine(shared, "data"));

        AssertUntrusted(shared, () => PrivateFolder.Exists(_folder.PathOf("link")));
    }

    [Fact]
    public void Exists_CircularLinks_Throws()
    {
        RequireModes();
        Directory.CreateSymbolicLink(_folder.PathOf("a"), _folder.PathOf("b"));
        Directory.CreateSymbolicLink(_folder.PathOf("b"), _folder.PathOf("a"));

        Assert.Throws<IOException>(() => PrivateFolder.Exists(_folder.PathOf("a", "data")));
    }

    [Fact]
    public void PrivateGroup_SecondUserJoins_IsNoLongerPrivate()
    {
        other.Require();

        Assert.True(PrivateGroup.IsOf(other.Id, other.Group));
        Assert.False(PrivateGroup.IsOf(0, other.Group));
        other.AddMember("nobody");
        try
        {
            Assert.False(PrivateGroup.IsOf(other.Id, other.Group));
        }
        finally
        {
            other.RemoveMember("nobody");
        }
    }

    /// <summary>Any user can lock the files that list users and groups.</summary>
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/etc/group")]
    public void PrivateGroup_FileIsLockedByAnotherProcess_IsStillPrivate(string file)
    {
        other.Require();
        using var locked = new LockedFile(file);

        Assert.True(PrivateGroup.IsOf(other.Id, other.Group));
    }

    /// <summary>Any user can lock the files of a process in /proc. Without its umask, no video could be saved.</summary>
    [Fact]
    public void WithoutUmask_StatusOfTheProcessIsLocked_ReadsTheUmask()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        var mode = UnixFileSystem.WithoutUmask(0x1FF);
        using var locked = new LockedFile($"/proc/{Environment.ProcessId}/status");

        Assert.Equal(mode, UnixFileSystem.WithoutUmask(0x1FF));
    }

    [Theory]
    [InlineData(true, "users:x:7:", "ann:x:1000:")]
    [InlineData(true, "ann:x:1000:", "also:x:1000:ann")]
    [InlineData(false, "ann:x:1000:", "also:x:1000:bob")]
    [InlineData(false, "ann:x:1000:bob", "also:x:1000:")]
    [InlineData(false, "users:x:7:ann")]
    public void PrivateGroup_SeveralLinesOfOneId_HasTheMembersOfAllOfThem(bool expected, params string[] groups) =>
        Assert.Equal(expected, PrivateGroup.IsOf(1000, 1000, ["ann:x:1000:1000::/home/ann:/bin/sh", "bob:x:1001:1001::/home/bob:/bin/sh"], groups));

    private string CreateFolderWithAccessList()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setfacl"), "setfacl is not installed.");
        var shared = Directory.CreateDirectory(_folder.PathOf("shared")).FullName;
        using var set = System.Diagnostics.Process.Start("setfacl", ["-m", $"u:{other.Id}:rwx", shared]);
        set.WaitForExit();
        Assert.SkipUnless(set.ExitCode == 0, "This file system has no access lists.");
        return shared;
    }

    private static void RequireModes() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

    private static void AssertUntrusted(string folder, Action work)
    {
        var error = Assert.Throws<NemoException>(work);
        Assert.Equal(NemoErrorKind.UntrustedFolder, error.Kind);
        Assert.Contains($"'{folder}'", error.Message, StringComparison.Ordinal);
    }

#pragma warning disable CA1416 // Each test asks for modes first.
    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416

    private static void SetGroup(string path, uint group) => Assert.Equal(0, ChangeOwner(path, uint.MaxValue, group));

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetUmask(uint mask);

    [DllImport("libc", EntryPoint = "chown", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeOwner(string path, uint owner, uint group);
}
