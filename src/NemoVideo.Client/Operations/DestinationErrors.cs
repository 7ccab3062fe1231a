using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>The errors of writing a video, which stays at the service.</summary>
internal static class DestinationErrors
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;

    /// <summary>Another file has its name.</summary>
    public static NemoException FileExists(string path) =>
        new(NemoErrorKind.FileAccess, $"The file '{path}' already exists.", "Replace it, or use another folder.")
        { Action = NemoAction.ReplaceFile };

    /// <summary>The error for a failure of the file system, with the video's final path.</summary>
    public static NemoException ToException(string path, Exception failure)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (problem, advice) = failure is IOException && IsDiskFull(failure.HResult & 0xFFFF)
            ? ($"The disk of '{folder}' has no space for '{Path.GetFileName(path)}'", "Free some space, or use a folder on another disk.")
            : ($"The file '{path}' can't be written", "Check the folder, or use another one.");
        return new NemoException(
            NemoErrorKind.FileAccess,
            $"{problem}: {OpenedFolder.Restate(failure.Message, folder)}",
            advice + " The video is still at the service.",
            failure)
        { Action = NemoAction.DownloadAgain };
    }

    /// <summary>Each system has its own error numbers.</summary>
    private static bool IsDiskFull(int error) => Path.DirectorySeparatorChar == '\\'
        ? error is WindowsHandleDiskFull or WindowsDiskFull
        : error is LinuxNoSpace or LinuxQuota or MacQuota;
}
