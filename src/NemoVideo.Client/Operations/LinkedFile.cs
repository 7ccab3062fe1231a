using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>Resolves symbolic links before a file is uploaded. Uploads themselves don't follow any.</summary>
public static class LinkedFile
{
    /// <summary>
    /// The file that a path names, with all links resolved. Without consent, links of other users aren't followed.
    /// Below .NET 10 on Windows, links aren't noticed.
    /// </summary>
    /// <param name="path">The full path of a file.</param>
    /// <param name="folder">The folder that was given, which the path begins with.</param>
    /// <param name="followLinks">Whether links may leave the folder: whoever can create one there chooses what is uploaded.</param>
    /// <returns>The path to open; null if a link leaves the folder, or belongs to another user, and must not.</returns>
    /// <exception cref="NemoException">A folder of the path can't be read (<see cref="NemoErrorKind.FileAccess"/>).</exception>
    public static string? Resolve(string path, string folder, bool followLinks)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            // The system would take what precedes a NUL for the path.
            return path;
        }

        try
        {
            if (followLinks)
            {
                return RealPath(path) ?? path;
            }

            var (real, realFolder) = UnixFileSystem.HasReferences ? Walk(path, folder) : Look(path, folder);
            return real is null || realFolder is null ? path
                : real.StartsWith(realFolder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? real
                : null;
        }
        catch (ForeignLinkException)
        {
            return null;
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException || missing.HResult == UnixFileSystem.NotAFolder)
        {
            // Opening it reports that.
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MediaFile.NotReadable(Path.GetFileName(path), exception);
        }
    }

    /// <summary>Each part of the path is looked at once, so a folder that is swapped for a link can't be two things.</summary>
    private static (string Real, string RealFolder) Walk(string path, string folder)
    {
        using var walk = new PathWalk();
        walk.Follow(folder);
        var realFolder = walk.RealPath;
        walk.Follow(path.Substring(folder.Length).TrimStart(Path.DirectorySeparatorChar));
        return (walk.RealPath, realFolder);
    }

    private static (string? Real, string? RealFolder) Look(string path, string folder)
    {
        ForeignLinkException.ThrowIfForeign(path);
        return (RealPath(path), RealPath(folder));
    }

    private static string? RealPath(string path) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.RealPath(path)
#if NET
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        : path;
#endif
}
