using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>Resolves symbolic links before a file is uploaded. Uploads themselves don't follow any.</summary>
public static class LinkedFile
{
    private static readonly char Separator = Path.DirectorySeparatorChar;

    /// <summary>
    /// The path with all links resolved. Null if a link belongs to another user or leaves the folder, unless links may be followed.
    /// Below .NET 10 on Windows, links aren't noticed.
    /// </summary>
    /// <param name="path">The full path of a file.</param>
    /// <param name="folder">The folder that was given, which the path begins with.</param>
    /// <param name="followLinks">Whether links may leave the folder: whoever can create one there chooses what is uploaded.</param>
    /// <exception cref="NemoException">A folder of the path can't be read (<see cref="NemoErrorKind.FileAccess"/>).</exception>
    public static string? Resolve(string path, string folder, bool followLinks)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            // The system would use the part before a NUL as the path.
            return path;
        }

        try
        {
            if (followLinks)
            {
                return RealPath(path) ?? path;
            }

            var (real, realFolder) = UnixFileSystem.HasReferences ? Walk(path, folder) : ResolveWithoutHandles(path, folder);
            return real is null || realFolder is null ? path
                : real.StartsWith(realFolder.TrimEnd(Separator) + Separator, StringComparison.Ordinal) ? real
                : null;
        }
        catch (UntrustedLinkException)
        {
            return null;
        }
        catch (IOException missing) when (
            missing is FileNotFoundException or DirectoryNotFoundException || missing.HResult == UnixFileSystem.NotAFolder)
        {
            // Opening it reports that.
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MediaFile.NotReadable(Path.GetFileName(path), exception);
        }
    }

    /// <summary>Opens each part of the path once, so that a folder that is swapped for a link meanwhile is noticed.</summary>
    private static (string Real, string RealFolder) Walk(string path, string folder)
    {
        using var walk = new PathWalk();
        walk.Follow(folder);
        var realFolder = walk.RealPath;
        walk.Follow(path.Substring(folder.Length).TrimStart(Separator));
        return (walk.RealPath, realFolder);
    }

    private static (string? Real, string? RealFolder) ResolveWithoutHandles(string path, string folder)
    {
        UntrustedLinkException.ThrowIfUntrusted(path);
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
