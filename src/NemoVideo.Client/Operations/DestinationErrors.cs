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
        new(NemoErrorKind.FileAccess, $"The file '{path}' already exists.", "Replace it, or use another folder.") { Action = NemoAction.ReplaceFile };

    /// <param name="path">The video's final name.</param>
    /// <param name="failure">What the file system said.</param>
    public static NemoException ToException(string path, Exception failure) =>
        ToException(path, Path.GetDirectoryName(Path.GetFullPath(path))!, failure);

    private static NemoException ToException(string path, string folder, Exception failure) => IsNoRoom(failure)
        ? new NemoException(
            NemoErrorKind.FileAccess,
            $"The disk of '{folder}' has no space for '{Path.GetFileName(path)}': {PinnedFolder.Restate(failure.Message, folder)}",
            "Free some space, or use a folder on another disk. The video is still at the service.",
            failure)
        {
            Action = NemoAction.DownloadAgain,
        }
        : new NemoException(
            NemoErrorKind.FileAccess,
            $"The file '{path}' can't be written: {PinnedFolder.Restate(failure.Message, folder)}",
            "Check the folder, or use another one. The video is still at the service.",
            failure)
        {
            Action = NemoAction.DownloadAgain,
        };

    private static bool IsNoRoom(Exception failure) => failure is IOException && IsNoRoom(failure.HResult & 0xFFFF);

    // A system's own numbers: they mean nothing on another one.
    private static bool IsNoRoom(int error) => Path.DirectorySeparatorChar == '\\'
        ? error is WindowsHandleDiskFull or WindowsDiskFull
        : error is LinuxNoSpace or LinuxQuota or MacQuota;
}
