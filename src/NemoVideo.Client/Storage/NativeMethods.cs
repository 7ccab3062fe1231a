using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>System calls, mostly through .NET's native library, whose constants and structures are the same on every Unix.</summary>
#pragma warning disable CA2101 // The rule doesn't detect that the attribute sets the marshaling of all strings.
[BestFitMapping(false, ThrowOnUnmappableChar = true)]
internal static class NativeMethods
{
    private const string DotNet = "libSystem.Native";
    private const string C = "libc";

    [DllImport(DotNet)] public static extern uint SystemNative_GetEUid();
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_LStat(string path, out FileStatus status);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_FStat(SafeFileHandle file, out FileStatus status);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_ReadLink(string path, [Out] byte[] buffer, int size);
    [DllImport(DotNet, SetLastError = true)] public static extern string? SystemNative_RealPath(string path);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_MkDir(string path, int mode);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_ChMod(string path, int mode);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_FChMod(SafeFileHandle file, int mode);
    [DllImport(DotNet, SetLastError = true)] public static extern SafeFileHandle SystemNative_Open(string path, int flags, int mode);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_FLock(SafeFileHandle file, int operation);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_FSync(SafeFileHandle file);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_Rename(string source, string target);
    [DllImport(DotNet, SetLastError = true)] public static extern int SystemNative_Link(string source, string target);

    // .NET's own open has no flag for nonblocking access. Without a mode, the call is the same for all processors.
    [DllImport(C, SetLastError = true)] public static extern SafeFileHandle open(string path, int flags);
    [DllImport(C, SetLastError = true)] public static extern SafeFileHandle openat(SafeFileHandle folder, string name, int flags);
    [DllImport(C, SetLastError = true)] public static extern nint readlinkat(SafeFileHandle link, string at, [Out] byte[] text, nuint size);
    [DllImport(C, SetLastError = true)] public static extern nint getxattr(string path, string name, nint value, nuint size);
    [DllImport(C, SetLastError = true)]
    public static extern int renameat2(int sourceFolder, string source, int targetFolder, string target, uint flags);

    /// <summary>.NET's layout, the same since .NET 7, with extra space for fields of later versions.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(4)] public int Mode;
        [FieldOffset(8)] public uint Owner;
        [FieldOffset(12)] public uint Group;
        [FieldOffset(16)] public long Length;
        [FieldOffset(40)] public long WriteTime;
        [FieldOffset(48)] public long WriteTimeNanoseconds;
        [FieldOffset(56)] public long ChangeTime;
        [FieldOffset(64)] public long ChangeTimeNanoseconds;
        [FieldOffset(88)] public long Device;
        [FieldOffset(104)] public long Inode;
    }
}
