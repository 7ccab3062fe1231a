using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static NemoVideo.Client.Storage.NativeMethods;

namespace NemoVideo.Client.Storage;

/// <summary>
/// File operations that .NET has no API for: owners, opening without following a link or waiting, and creation with a mode.
/// </summary>
internal static class UnixFileSystem
{
    public const int AlreadyExists = 17;
    public const int NotAFolder = 20;
    public const int OwnerReadWrite = 0x180;

    private const int PermissionDenied = 1;
    private const int NotFound = 2;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;
    private const int ReadOnlyFileSystem = 30;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;
    private const int NotSupportedOnMac = 45;
    private const int ReleaseLock = 8;
    private const int MaxLinkBytes = 4096;

    /// <summary>Whether this is Linux or macOS. On Windows, the other members must not be called.</summary>
    public static bool IsAvailable { get; } = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether this is Linux, which has paths for open folders.</summary>
    public static bool HasReferences { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>The maximum length of a path in bytes.</summary>
    public static int MaxPathBytes { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 1023 : 4095;

    /// <summary>The effective user ID of this process; 0 for root.</summary>
    public static uint CurrentUser => SystemNative_GetEUid();

    /// <summary>Returns the status of a path, without following a link; null if the path doesn't exist.</summary>
    public static UnixStatus? Find(string path)
    {
        var error = ErrorOf(SystemNative_LStat(path, out var status));
        return error == 0 ? ToStatus(status) : error is NotFound or NotAFolder ? null : throw Failure(path, error);
    }

    public static UnixStatus StatusOf(SafeFileHandle file, string path)
    {
        Check(SystemNative_FStat(file, out var status), path);
        return ToStatus(status);
    }

    /// <summary>Returns the target of a link.</summary>
    public static string ReadLink(string path)
    {
        var buffer = new byte[MaxLinkBytes];
        var count = SystemNative_ReadLink(path, buffer, buffer.Length);
        Check(count, path);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    /// <summary>Returns the target of a link that was opened with <see cref="OpenReference"/>.</summary>
    public static string ReadLink(SafeFileHandle link)
    {
        var buffer = new byte[MaxLinkBytes];
        var count = (int)readlinkat(link, "", buffer, MaxLinkBytes);
        var error = ErrorOf(count);
        return error == 0 ? Encoding.UTF8.GetString(buffer, 0, count) : throw Failure(RealPath(link)!, error);
    }

    /// <summary>Returns a path with all links resolved; null if the path doesn't exist.</summary>
    public static string? RealPath(string path) => SystemNative_RealPath(path);

    /// <summary>Returns the path of an open file with all links resolved; null on macOS, which has no API for it.</summary>
    public static string? RealPath(SafeFileHandle file) => HasReferences ? ReadLink(PathOf(file)) : null;

    /// <summary>Returns a path to an open file for other processes of the user. Linux only.</summary>
    public static string SharedPathOf(SafeFileHandle file) => PathOf(file).Replace("self", ReadLink("/proc/self"));

    /// <summary>Returns a path to a name in an open folder, which stays valid if the folder is moved. Linux only.</summary>
    public static string PathThrough(SafeFileHandle folder, string name) => PathOf(folder) + "/" + name;

    /// <summary>Opens a name in a folder, or a full path, without access to the content. Doesn't follow a link. Linux only.</summary>
    public static SafeFileHandle OpenReference(SafeFileHandle? folder, string name)
    {
        const int Reference = 0x200000, CloseOnExec = 0x80000;
        var flags = Reference | CloseOnExec | NoFollow(isMac: false);
        var file = folder is null ? open(name, flags) : openat(folder, name, flags);
        var error = ErrorOf(file);
        return error == 0 ? file : throw Failure(folder is null ? name : Path.Combine(RealPath(folder)!, name), error);
    }

    /// <summary>Whether a file has an access control list. If so, the group's permission bits are the mask of its entries.</summary>
    public static bool HasAccessList(string path) => HasReferences && getxattr(path, "system.posix_acl_access", 0, 0) > 0;

    /// <summary>The same for an open file.</summary>
    public static bool HasAccessList(SafeFileHandle file) => HasReferences && HasAccessList(PathOf(file));

    /// <summary>Removes the permissions that the umask forbids from a mode, because a folder's default access list turns off the umask.</summary>
    public static int WithoutUmask(int mode)
    {
        var line = HasReferences
            ? RegularFile.ReadLines("/proc/self/status").FirstOrDefault(static one => one.StartsWith("Umask:", StringComparison.Ordinal))
            : null;
        return line is null ? mode : mode & ~Convert.ToInt32(line.Substring("Umask:".Length).Trim(), 8);
    }

    /// <summary>Creates a folder. Returns false if the name exists. The umask limits the mode. An error can name the folder by another path.</summary>
    public static bool CreateFolder(string path, int mode, string? displayed = null)
    {
        var error = ErrorOf(SystemNative_MkDir(path, mode));
        return error is 0 or AlreadyExists ? error == 0 : throw Failure(displayed ?? path, error);
    }

    /// <summary>Renames a file atomically on its file system. Without <paramref name="overwrite"/>, no file is ever replaced.</summary>
    public static void Move(string source, string target, bool overwrite)
    {
        var error = overwrite ? ErrorOf(SystemNative_Rename(source, target)) : RenameToNew(source, target);
        if (!overwrite && error is InvalidArgument or NotImplemented)
        {
            LinkInstead(source, target);
        }
        else if (error != 0)
        {
            throw Failure(target, error);
        }
    }

    /// <summary>Moves a file without replacing another one if rename can't: with hard links, or else .NET's check.</summary>
    public static void LinkInstead(string source, string target)
    {
        switch (ErrorOf(SystemNative_Link(source, target)))
        {
            case 0:
                File.Delete(source);
                break;
            case (AlreadyExists or NotFound) and var error:
                throw Failure(target, error);
            default:
                File.Move(source, target);
                break;
        }
    }

    public static void SetMode(string path, int mode) => Check(SystemNative_ChMod(path, mode), path);

    public static void SetMode(SafeFileHandle file, int mode, string path) => Check(SystemNative_FChMod(file, mode), path);

    /// <summary>Creates a file with mode 0600, regardless of the umask. Fails if the name exists, even as a link.</summary>
    public static SafeFileHandle Create(string path)
    {
        var file = CreateNew(path, OwnerReadWrite);
        try
        {
            SetMode(file, OwnerReadWrite, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a file without locking it. The umask removes bits of its mode. Fails if anything of that name exists.</summary>
    public static SafeFileHandle CreateNew(string path, int mode)
    {
        const int ReadWrite = 0x2, CloseOnExec = 0x10, Create = 0x20, Exclusive = 0x40, NoFollow = 0x200;
        return Check(SystemNative_Open(path, ReadWrite | CloseOnExec | Create | Exclusive | NoFollow, mode), path);
    }

    /// <summary>Opens an existing file. Waiting is safe only for the user's own file: another user's file could be a pipe.</summary>
    public static SafeFileHandle OpenExisting(string path, FileAccess access, bool followLink, bool isWaiting = false)
    {
        var isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        var readWrite = access == FileAccess.Read ? 0 : 2;
        var closeOnExec = isMac ? 0x1000000 : 0x80000;
        var nonBlocking = isMac ? 0x4 : 0x800;
        var flags = readWrite | closeOnExec | (isWaiting ? 0 : nonBlocking) | (followLink ? 0 : NoFollow(isMac));
        return Check(open(path, flags), path);
    }

    /// <summary>
    /// Acquires the lock that .NET's FileShare uses; null for none. Throws if another process has it. Ignored if there are no locks.
    /// </summary>
    public static void Lock(SafeFileHandle file, FileShare? share, string path)
    {
        const int Shared = 1, Exclusive = 2, WithoutWaiting = 4;
        var error = share is null ? 0 : ErrorOf(SystemNative_FLock(file, (share == FileShare.None ? Exclusive : Shared) | WithoutWaiting));
        if (error != 0 && Failure(path, error) is IOException held && FileLock.IsHeld(held))
        {
            throw held;
        }
    }

    /// <summary>Waits until the content is on the disk. A file system without this operation is ignored.</summary>
    public static void FlushToDisk(SafeFileHandle file, string path)
    {
        // .NET's library returns 1 for an error, and its callers expect a negative number.
        var error = SystemNative_FSync(file) == 0 ? 0 : Marshal.GetLastWin32Error();
        if (error is not (0 or InvalidArgument or ReadOnlyFileSystem) && error != (HasReferences ? NotSupported : NotSupportedOnMac))
        {
            throw Failure(path, error);
        }
    }

    public static void Unlock(SafeFileHandle file) => _ = SystemNative_FLock(file, ReleaseLock);

    /// <summary>
    /// Returns the error number. If the system or its libc doesn't have the call, returns the error number of an old kernel.
    /// </summary>
    private static int RenameToNew(string source, string target)
    {
        const int CurrentFolder = -100;
        const uint WithoutReplacing = 1;
        try
        {
            return ErrorOf(renameat2(CurrentFolder, source, CurrentFolder, target, WithoutReplacing));
        }
        catch (EntryPointNotFoundException)
        {
            return NotImplemented;
        }
    }

    /// <summary>Returns a path to an open file, which stays valid if the file is moved. Linux only.</summary>
    private static string PathOf(SafeFileHandle file) => FormattableString.Invariant($"/proc/self/fd/{file.DangerousGetHandle()}");

    /// <summary>The flag that rejects links. It differs between processors.</summary>
    private static int NoFollow(bool isMac) => isMac ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000
        : 0x20000;

    // The error number is read right after the call, because code that is compiled or loaded in between makes its own system calls.
    private static int ErrorOf(int result) => result < 0 ? Marshal.GetLastWin32Error() : 0;

    private static int ErrorOf(SafeFileHandle file) => file.IsInvalid ? Marshal.GetLastWin32Error() : 0;

    private static void Check(int result, string path)
    {
        if (ErrorOf(result) is not 0 and var error)
        {
            throw Failure(path, error);
        }
    }

    private static SafeFileHandle Check(SafeFileHandle file, string path) =>
        ErrorOf(file) is not 0 and var error ? throw Failure(path, error) : file;

    private static Exception Failure(string path, int error)
    {
        var message = $"{new Win32Exception(error).Message}: '{path}'.";
        return error switch
        {
            NotFound => new FileNotFoundException(message, path),
            PermissionDenied or AccessDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    private static UnixStatus ToStatus(in FileStatus status) =>
        new(status.Mode, status.Owner, status.Group, status.Length, FormattableString.Invariant($"{status.Device:x}-{status.Inode:x}"),
            (status.ChangeTime, status.ChangeTimeNanoseconds), (status.WriteTime, status.WriteTimeNanoseconds));
}
