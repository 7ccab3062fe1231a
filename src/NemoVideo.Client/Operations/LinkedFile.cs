using System.Diagnostics.CodeAnalysis;

namespace NemoVideo.Client.Operations;

/// <summary>Resolves symbolic links before a file is uploaded. Uploads don't follow links.</summary>
public static class LinkedFile
{
    private static readonly char Separator = Path.DirectorySeparatorChar;

    /// <summary>
    /// Returns the path with all links resolved. Returns null if a link belongs to another user or leaves the folder, unless links are
    /// followed. On Windows with a version before .NET 10, links aren't detected.
    /// </summary>
    /// <param name="path">The full path of a file.</param>
    /// <param name="folder">The folder that the user specified. The path begins with it.</param>
    /// <param name="followLinks">Whether links may leave the folder. If so, anyone who can create a link there chooses what is
    /// uploaded.</param>
    /// <exception cref="NemoException">A folder of the path can't be read (<see cref="NemoErrorKind.FileAccess"/>).</exception>
    public static string? Resolve(string path, string folder, bool followLinks)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            // The system would use only the part before a NUL as the path.
            return path;
        }

        try
        {
            if (followLinks)
            {
                var target = RealPath(path) ?? path;
                PathWalk.CheckEncoding(target);
                return target;
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
            // Opening the file reports the error.
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MediaFile.NotReadable(path, exception);
        }
    }

    /// <summary>Opens each part of the path once, so that a folder that is replaced with a link in the meantime is detected.</summary>
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

    /// <summary>Whether two paths lead to the same existing file or folder. On Windows, only their texts are compared.</summary>
    /// <param name="first">A full path.</param>
    /// <param name="second">Another full path.</param>
    public static bool IsSame(string first, string second) => UnixFileSystem.IsAvailable
        ? IdentityOf(first) is { } identity && identity == IdentityOf(second)
        : string.Equals(first, second, StringComparison.OrdinalIgnoreCase);

    /// <summary>A path with the links of its folder resolved. Two paths of one file can have different texts.</summary>
    internal static string InRealFolder(string path) =>
        RealPath(Path.GetDirectoryName(path)!) is { } folder ? Path.Combine(folder, Path.GetFileName(path)) : path;

    private static string? IdentityOf(string path) => RealPath(path) is { } real ? UnixFileSystem.Find(real)?.Identity : null;

    /// <summary>Returns the path of an existing file or folder with all links resolved; null if it doesn't exist.</summary>
    /// <param name="path">The full path.</param>
    public static string? RealPath(string path) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.RealPath(path) : RealPathOnWindows(path);

    [ExcludeFromCodeCoverage] // Runs only on Windows.
    private static string? RealPathOnWindows(string path) =>
#if NET
        !File.Exists(path) && !Directory.Exists(path) ? null
        : path == Path.GetPathRoot(path) ? path
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        path;
#endif
}
