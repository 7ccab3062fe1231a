using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>What a Unix file system says about a file, a folder or a link.</summary>
/// <param name="Mode">Type and permission bits, as <c>stat</c> returns them.</param>
/// <param name="Owner">The user ID of its owner.</param>
/// <param name="Group">The ID of its group.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Identity">Names the file on this computer, whatever it is renamed to.</param>
internal readonly record struct UnixStatus(int Mode, uint Owner, uint Group, long Length, string Identity)
{
    private const int TypeMask = 0xF000;

    public bool IsRegularFile => (Mode & TypeMask) == 0x8000;

    public bool IsFolder => (Mode & TypeMask) == 0x4000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;
}

/// <summary>
/// The system calls that .NET has no API for: owners, opening without following a link or waiting, and creation with a mode.
/// Most are called through the native library that .NET itself comes with, because its constants and structures are the same
/// on every Unix and processor; libc's are not.
/// </summary>
internal static class UnixFileSystem
{
    public const int PermissionDenied = 1;
    public const int NotFound = 2;
    public const int AccessDenied = 13;
    public const int AlreadyExists = 17;
    public const int NotAFolder = 20;

    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;

    private const string Native = "libSystem.Native";
    private const int OpenReadWrite = 0x2;
    private const int OpenCloseOnExec = 0x10;
    private const int OpenCreate = 0x20;
    private const int OpenExclusive = 0x40;
    private const int OpenNoFollow = 0x200;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;
    private const int LockRelease = 8;
    private const int LongestLinkTarget = 4096;

    /// <summary>Whether this is Linux or macOS. On Windows, nothing here may be called.</summary>
    public static bool IsAvailable { get; } = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether this is Linux, where an open folder has a path of its own.</summary>
    public static bool HasReferences { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>The user ID that this process acts as; 0 for root.</summary>
    public static uint CurrentUser => GetEUid();

    /// <summary>The status of a path, of a link itself; null if nothing is there.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be read.</exception>
    public static UnixStatus? Find(string path)
    {
        var result = LStat(path, out var status);
        var error = Marshal.GetLastWin32Error();
        return result == 0 ? ToStatus(status)
            : error is NotFound or NotAFolder ? null
            : throw Failure(path, error);
    }

    public static UnixStatus StatusOf(SafeFileHandle file, string path)
    {
        var result = FStat(file, out var status);
        var error = Marshal.GetLastWin32Error();
        return result == 0 ? ToStatus(status) : throw Failure(path, error);
    }

    /// <summary>The text of a link.</summary>
    public static string ReadLink(string path)
    {
        var buffer = new byte[LongestLinkTarget];
        var count = ReadLink(path, buffer, buffer.Length);
        var error = Marshal.GetLastWin32Error();
        return count >= 0 ? Encoding.UTF8.GetString(buffer, 0, count) : throw Failure(path, error);
    }

    /// <summary>The text of a link that was opened with <see cref="OpenReference"/>.</summary>
    public static string ReadLink(SafeFileHandle link)
    {
        var buffer = new byte[LongestLinkTarget];
        var count = ReadLinkAt(link, "", buffer, new UIntPtr(LongestLinkTarget)).ToInt64();
        var error = Marshal.GetLastWin32Error();
        return count >= 0 ? Encoding.UTF8.GetString(buffer, 0, (int)count) : throw Failure(RealPath(link)!, error);
    }

    /// <summary>A path with all links resolved; null if nothing is there.</summary>
    public static string? RealPath(string path) => ResolvePath(path);

    /// <summary>The path of an open file with all links resolved; null where the system doesn't tell (macOS).</summary>
    public static string? RealPath(SafeFileHandle file) => HasReferences ? ReadLink(PathOf(file)) : null;

    /// <summary>A path that leads to a name in an open folder, whatever that folder's own path leads to. Linux only.</summary>
    public static string PathThrough(SafeFileHandle folder, string name) => PathOf(folder) + "/" + name;

    /// <summary>
    /// Opens a file, a folder or a link itself, without access to what it holds. Linux only.
    /// </summary>
    /// <param name="folder">The folder that the name is in; null for a full path.</param>
    /// <param name="name">The name; a link is not followed.</param>
    public static SafeFileHandle OpenReference(SafeFileHandle? folder, string name)
    {
        const int Reference = 0x200000;
        const int CloseOnExec = 0x80000;
        var flags = Reference | CloseOnExec | NoFollow(isMac: false);
        var file = folder is null ? OpenExisting(name, flags) : OpenAt(folder, name, flags);
        var error = Marshal.GetLastWin32Error();
        return file.IsInvalid ? throw Failure(folder is null ? name : Path.Combine(RealPath(folder)!, name), error) : file;
    }

    /// <summary>Whether a file has an access list, whose entries the group's bits stand for.</summary>
    public static bool HasAccessList(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && GetAttribute(path, "system.posix_acl_access", IntPtr.Zero, UIntPtr.Zero).ToInt64() > 0;

    /// <summary>Creates a folder, unless something of that name exists. The umask takes bits of its mode away.</summary>
    /// <returns>Whether it was created.</returns>
    public static bool CreateFolder(string path, int mode)
    {
        var result = MkDir(path, mode);
        var error = Marshal.GetLastWin32Error();
        if (result != 0 && error != AlreadyExists)
        {
            throw Failure(path, error);
        }

        return result == 0;
    }

    /// <summary>Renames a file in one step.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">Its new path, on the same file system.</param>
    /// <param name="overwrite">Whether a file of that name is replaced; without it, one is never replaced, whenever it came.</param>
    public static void Move(string source, string target, bool overwrite)
    {
        var error = overwrite ? ErrorOf(Rename(source, target)) : RenameToNew(source, target);
        if (!overwrite && error is InvalidArgument or NotImplemented)
        {
            LinkInstead(source, target);
        }
        else if (error != 0)
        {
            throw Failure(target, error);
        }
    }

    /// <summary>
    /// Gives a file a new name and removes the old one, for systems and file systems that can't rename without replacing. If there
    /// are no hard links either, .NET's look before the rename must do.
    /// </summary>
    public static void LinkInstead(string source, string target)
    {
        var result = Link(source, target);
        var error = Marshal.GetLastWin32Error();
        if (result == 0)
        {
            File.Delete(source);
        }
        else if (error is AlreadyExists or NotFound)
        {
            throw Failure(target, error);
        }
        else
        {
            File.Move(source, target);
        }
    }

    public static void SetMode(string path, int mode)
    {
        var result = ChMod(path, mode);
        var error = Marshal.GetLastWin32Error();
        if (result != 0)
        {
            throw Failure(path, error);
        }
    }

    public static void SetMode(SafeFileHandle file, int mode, string path)
    {
        var result = FChMod(file, mode);
        var error = Marshal.GetLastWin32Error();
        if (result != 0)
        {
            throw Failure(path, error);
        }
    }

    /// <summary>Creates a file with mode 0600 under any umask, and fails if anything of that name exists, even a link.</summary>
    public static SafeFileHandle Create(string path)
    {
        var file = CreateNew(path, 0x180);
        try
        {
            SetMode(file, 0x180, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a file without locking it. The umask takes bits of its mode away. Fails if anything of that name exists.</summary>
    public static SafeFileHandle CreateNew(string path, int mode)
    {
        var file = Open(path, OpenReadWrite | OpenCloseOnExec | OpenCreate | OpenExclusive | OpenNoFollow, mode);
        var error = Marshal.GetLastWin32Error();
        return file.IsInvalid ? throw Failure(path, error) : file;
    }

    /// <summary>Opens what exists.</summary>
    /// <param name="path">The path.</param>
    /// <param name="access">Read, or both.</param>
    /// <param name="followLink">Whether the last part of the path may be a link.</param>
    /// <param name="isWaiting">False for a file that may be another user's: then it never waits for the other end of a pipe.</param>
    public static SafeFileHandle OpenExisting(string path, FileAccess access, bool followLink, bool isWaiting = false)
    {
        var isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        var flags = (access == FileAccess.Read ? 0 : 2) | (isMac ? 0x1000000 : 0x80000) | (isWaiting ? 0 : isMac ? 0x4 : 0x800) | (followLink ? 0 : NoFollow(isMac));
        var file = OpenExisting(path, flags);
        var error = Marshal.GetLastWin32Error();
        return file.IsInvalid ? throw Failure(path, error) : file;
    }

    /// <summary>Takes the advisory lock that .NET's own FileShare uses. As in .NET, a file system without locks is used without them.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static void Lock(SafeFileHandle file, bool isExclusive, string path)
    {
        var result = FLock(file, (isExclusive ? LockExclusive : LockShared) | LockWithoutWaiting);
        var error = Marshal.GetLastWin32Error();
        if (result != 0 && Failure(path, error) is IOException held && FileLock.IsHeld(held))
        {
            throw held;
        }
    }

    public static void Unlock(SafeFileHandle file) => _ = FLock(file, LockRelease);

    /// <summary>Neither macOS nor an old libc has the call: then it fails as an old kernel does.</summary>
    private static int RenameToNew(string source, string target)
    {
        const int CurrentFolder = -100;
        const uint WithoutReplacing = 1;
        try
        {
            return ErrorOf(RenameAt(CurrentFolder, source, CurrentFolder, target, WithoutReplacing));
        }
        catch (EntryPointNotFoundException)
        {
            return NotImplemented;
        }
    }

    private static int ErrorOf(int result) => result == 0 ? 0 : Marshal.GetLastWin32Error();

    private static string PathOf(SafeFileHandle file) => FormattableString.Invariant($"/proc/self/fd/{file.DangerousGetHandle()}");

    /// <summary>The flag for "not a link" differs between processors.</summary>
    private static int NoFollow(bool isMac) => isMac ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000
        : 0x20000;

    /// <summary>
    /// The exception for an error number, which must have been read right after the call: whatever is compiled or loaded in
    /// between makes system calls of its own.
    /// </summary>
    private static Exception Failure(string path, int error)
    {
        var message = $"{new Win32Exception(error).Message}: '{path}'";
        return error switch
        {
            NotFound => new FileNotFoundException(message, path),
            PermissionDenied or AccessDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    private static UnixStatus ToStatus(in FileStatus status) =>
        new(status.Mode, status.Owner, status.Group, status.Length, FormattableString.Invariant($"{status.Device:x}-{status.Inode:x}"));

    [DllImport(Native, EntryPoint = "SystemNative_GetEUid")]
    private static extern uint GetEUid();

    [DllImport(Native, EntryPoint = "SystemNative_LStat", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int LStat(string path, out FileStatus status);

    [DllImport(Native, EntryPoint = "SystemNative_FStat", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int FStat(SafeFileHandle file, out FileStatus status);

    [DllImport(Native, EntryPoint = "SystemNative_ReadLink", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ReadLink(string path, [Out] byte[] buffer, int size);

    [DllImport(Native, EntryPoint = "SystemNative_RealPath", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern string? ResolvePath(string path);

    [DllImport(Native, EntryPoint = "SystemNative_MkDir", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int MkDir(string path, int mode);

    [DllImport(Native, EntryPoint = "SystemNative_ChMod", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChMod(string path, int mode);

    [DllImport(Native, EntryPoint = "SystemNative_FChMod", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int FChMod(SafeFileHandle file, int mode);

    [DllImport(Native, EntryPoint = "SystemNative_Open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle Open(string path, int flags, int mode);

    [DllImport(Native, EntryPoint = "SystemNative_FLock", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int FLock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "lgetxattr", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr GetAttribute(string path, string name, IntPtr value, UIntPtr size);

    // .NET's own has no flag for "don't wait". Without a mode, the call is the same for all processors.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle OpenExisting(string path, int flags);

    [DllImport("libc", EntryPoint = "openat", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle OpenAt(SafeFileHandle folder, string name, int flags);

    [DllImport("libc", EntryPoint = "readlinkat", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr ReadLinkAt(SafeFileHandle link, string name, [Out] byte[] buffer, UIntPtr size);

    [DllImport(Native, EntryPoint = "SystemNative_Rename", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Rename(string source, string target);

    [DllImport(Native, EntryPoint = "SystemNative_Link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Link(string source, string target);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int RenameAt(int sourceFolder, string source, int targetFolder, string target, uint flags);

    /// <summary>.NET's layout, the same since .NET 7, with room for what a later one may add.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(4)]
        public int Mode;

        [FieldOffset(8)]
        public uint Owner;

        [FieldOffset(12)]
        public uint Group;

        [FieldOffset(16)]
        public long Length;

        [FieldOffset(88)]
        public long Device;

        [FieldOffset(104)]
        public long Inode;
    }
}
