using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>Says why a video cannot be written where it is to be, and how it is still to be had: it stays at the service.</summary>
internal static class DestinationErrors
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;

    /// <summary>Another file has its name.</summary>
    public static NemoException IsThere(string path) =>
        new(NemoErrorKind.FileAccess, $"'{path}' is already there.", "Use -Force to replace it, or another -Destination.");

    /// <param name="path">The video's final name.</param>
    /// <param name="failure">What the file system said.</param>
    public static NemoException ToException(string path, Exception failure) =>
        ToException(path, Path.GetDirectoryName(Path.GetFullPath(path))!, failure);

    private static NemoException ToException(string path, string folder, Exception failure) => IsNoRoom(failure)
        ? new NemoException(
            NemoErrorKind.FileAccess,
            $"The disk of '{folder}' has no room for '{Path.GetFileName(path)}': {PinnedFolder.Restate(failure.Message, folder)}",
            "Make room, or name a folder of another disk; the video stays at the service, and Get-NemoExport | Wait-NemoExport -Destination brings it home.",
            failure)
        : new NemoException(
            NemoErrorKind.FileAccess,
            $"'{path}' cannot be written: {PinnedFolder.Restate(failure.Message, folder)}",
            "Check the folder, or name another; Wait-NemoExport -Destination can be run again for the same export.",
            failure);

    private static bool IsNoRoom(Exception failure) => failure is IOException && IsNoRoom(failure.HResult & 0xFFFF);

    // A system's own numbers: they mean nothing on another one.
    private static bool IsNoRoom(int error) => Path.DirectorySeparatorChar == '\\'
        ? error is WindowsHandleDiskFull or WindowsDiskFull
        : error is LinuxNoSpace or LinuxQuota or MacQuota;
}
