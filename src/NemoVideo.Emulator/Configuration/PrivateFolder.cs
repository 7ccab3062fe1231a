using System.Runtime.Versioning;

namespace NemoVideo.Emulator.Configuration;

/// <summary>
/// Folders whose files no other user can replace. On Windows, they aren't checked. The root user can change everything, so its folders are
/// trusted.
/// </summary>
internal static class PrivateFolder
{
    private const int MaxLinks = 40;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a folder, and checks it and all folders above it.</summary>
    /// <exception cref="IOException">Another user can replace files in the folder.</exception>
    public static DirectoryInfo Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        // The path as it was specified, because another user could replace a link in it, and the real path.
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        CheckLinks(folder);
        folder = Resolve(Directory.CreateDirectory(folder.FullName, OwnerOnly));
        Check(folder.FullName, UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        for (var parent = folder.Parent; parent is not null; parent = parent.Parent)
        {
            CheckParent(parent);
        }

        return folder;
    }

    /// <summary>Creates a folder in a folder that was checked, and checks it.</summary>
    /// <exception cref="IOException">The name is a link, or another user can replace files in the folder.</exception>
    public static string CreateIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path).FullName;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        Check(path, UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        return path;
    }

    /// <summary>Checks each link in a path and in the targets of links, and the folder that contains it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void CheckLinks(DirectoryInfo path, int depth = 0)
    {
        if (depth > MaxLinks)
        {
            throw new IOException($"'{path.FullName}' contains too many links.");
        }

        for (var folder = path; folder.Parent is { } parent; folder = parent)
        {
            if (folder.LinkTarget is { } target)
            {
                if (UnixStatus.Find(folder.FullName) is not { } link || (!link.IsOfCurrentUser && link.Owner != 0))
                {
                    throw new IOException($"'{folder.FullName}' is a link that belongs to another user. Use a folder that you own.");
                }

                CheckParent(Resolve(parent));
                CheckLinks(new DirectoryInfo(Path.GetFullPath(target, Resolve(parent).FullName)), depth + 1);
            }
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void CheckParent(DirectoryInfo folder)
    {
        // In a folder with the sticky bit, such as /tmp, users can't rename the folders of other users.
        var isSticky = File.GetUnixFileMode(folder.FullName).HasFlag(UnixFileMode.StickyBit);
        Check(folder.FullName, isSticky ? UnixFileMode.None : UnixFileMode.OtherWrite);
    }

    [UnsupportedOSPlatform("windows")]
    private static void Check(string path, UnixFileMode forbidden)
    {
        if (UnixStatus.Find(path) is not { IsFolder: true } status)
        {
            throw new IOException($"'{path}' is not a folder.");
        }

        if (!status.IsOfCurrentUser && status.Owner != 0)
        {
            throw new IOException($"'{path}' belongs to another user. Use a folder that you own.");
        }

        if ((status.Mode & (int)forbidden) != 0)
        {
            throw new IOException($"Other users can write to '{path}'. Use a folder that only you can write to.");
        }
    }

    /// <summary>Returns the folder with all links in its path resolved.</summary>
    private static DirectoryInfo Resolve(DirectoryInfo folder)
    {
        var target = folder.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo;
        return target is not null ? Resolve(target)
            : folder.Parent is { } parent ? new DirectoryInfo(Path.Combine(Resolve(parent).FullName, folder.Name))
            : folder;
    }
}
