using System.Diagnostics.CodeAnalysis;

namespace NemoVideo.Client.Files;

/// <summary>Recognizes a full disk.</summary>
internal static class DiskSpace
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;

    /// <summary>What to do about a full disk in the data folder.</summary>
    public const string Advice = "Free up disk space, and then try again.";

    /// <summary>Whether a failure means that the disk is full. It checks the error numbers of each operating system.</summary>
    [ExcludeFromCodeCoverage] // A test runs on only one of them.
    public static bool IsUsedUp(Exception failure) => failure is IOException && (failure.HResult & 0xFFFF) is var error
        && (PathRules.IsWindows ? error is WindowsHandleDiskFull or WindowsDiskFull
            : error is LinuxNoSpace or LinuxQuota or MacQuota);
}
