using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace NemoVideo.Emulator.Configuration;

/// <summary>The type and owner of a file, which .NET has no API for.</summary>
[UnsupportedOSPlatform("windows")]
internal readonly record struct UnixStatus(int Mode, uint Owner)
{
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int RegularFile = 0x8000;

    public bool IsFolder => (Mode & TypeMask) == Folder;
    public bool IsRegularFile => (Mode & TypeMask) == RegularFile;
    public bool IsOfCurrentUser => Owner == SystemNative_GetEUid();

    /// <summary>Returns the status of a path, without following a link; null if there is no such path.</summary>
    public static UnixStatus? Find(string path) =>
        SystemNative_LStat(path, out var status) == 0 ? new UnixStatus(status.Mode, status.Owner) : null;

    [DllImport("libSystem.Native")]
    private static extern uint SystemNative_GetEUid();

    [DllImport("libSystem.Native", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SystemNative_LStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    /// <summary>The layout of .NET's native library on every Unix, with extra space for other fields.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(4)] public int Mode;
        [FieldOffset(8)] public uint Owner;
    }
}
