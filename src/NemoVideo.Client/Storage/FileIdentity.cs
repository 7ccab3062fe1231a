using System.Runtime.InteropServices;

namespace NemoVideo.Client.Storage;

/// <summary>Identifies a file on this computer, independent of its path.</summary>
/// <param name="Id">The device and the inode; on Windows, the volume and the file ID. A rename doesn't change it. After the file was
/// deleted, a new file can have it.</param>
/// <param name="Length">The length, in bytes.</param>
/// <param name="Written">The time of the last write, in nanoseconds since 1970.</param>
internal sealed record FileIdentity(string Id, long Length, long Written)
{
    private const long Second = 1_000_000_000;

    /// <summary>The resolutions of times on disks: Linux and macOS, NTFS, copies by .NET, exFAT, ext3, and FAT.</summary>
    private static readonly long[] Resolutions = [1, 100, 1000, Second / 100, Second, 2 * Second];

    /// <summary>The length and the time, for a record.</summary>
    public string Version => FormattableString.Invariant($"{Length} {Written}");

    /// <summary>Whether a recorded version is that of this file, or of one whose time was rounded when it was moved to another disk.</summary>
    public bool HasVersion(string? version) => version?.Split(' ') is { Length: 2 } parts
        && parts[0] == Length.ToString(CultureInfo.InvariantCulture)
        && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
        && Array.Exists(Resolutions, resolution => Written % resolution == 0 && Math.Abs((decimal)written - Written) < resolution);

    /// <summary>The identity of an open file.</summary>
    public static FileIdentity Of(FileStream file, string path) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? WindowsFileStatus.IdentityOf(file.SafeFileHandle)
        : Of(UnixFileSystem.StatusOf(file.SafeFileHandle, path));

    /// <summary>The identity of a file without following a link; null if the path doesn't exist.</summary>
    public static FileIdentity? Find(string path)
    {
        if (UnixFileSystem.IsAvailable)
        {
            return UnixFileSystem.Find(path) is { } status ? Of(status) : null;
        }

        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Of(file, path);
    }

    private static FileIdentity Of(UnixStatus status) =>
        new(status.Identity, status.Length, (status.WriteTime.Seconds * Second) + status.WriteTime.Nanoseconds);
}
