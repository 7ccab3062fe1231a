using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>Resolves symbolic links before a file is uploaded. Uploads themselves don't follow any.</summary>
public static class LinkedFile
{
    /// <summary>
    /// The file that a path names, with all links resolved.
    /// Below .NET 10 on Windows, links aren't noticed.
    /// </summary>
    /// <param name="path">The full path of a file.</param>
    /// <param name="folder">The folder that was given, which the path begins with.</param>
    /// <param name="followLinks">Whether links may leave the folder: whoever can create one there chooses what is uploaded.</param>
    /// <returns>The path to open; null if a link leaves the folder and must not.</returns>
    public static string? Resolve(string path, string folder, bool followLinks)
    {
        if (RealPath(path) is not { } real || RealPath(folder) is not { } realFolder)
        {
            // Gone meanwhile: who opens it says so.
            return path;
        }

        if (!followLinks && HasForeignLink(path))
        {
            return null;
        }

        var inside = realFolder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (real == inside + path.Substring(folder.Length).TrimStart(Path.DirectorySeparatorChar))
        {
            return real;
        }

        return followLinks || real.StartsWith(inside, StringComparison.Ordinal) ? real : null;
    }

    /// <summary>Whether a link of another user is part of a path: where it leads to, that user decides.</summary>
    private static bool HasForeignLink(string? path)
    {
        for (; UnixFileSystem.IsAvailable && !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
        {
            if (UnixFileSystem.Find(path!) is { IsLink: true } link && link.Owner != 0 && link.Owner != UnixFileSystem.CurrentUser)
            {
                return true;
            }
        }

        return false;
    }

    private static string? RealPath(string path) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.RealPath(path)
#if NET
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        : path;
#endif
}
