using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Uploading;

/// <summary>Resolves symbolic links before a file is uploaded. Uploads themselves don't follow any.</summary>
public static class LinkedFile
{
    /// <summary>
    /// The file that a path names: the path itself if no link is involved, else the file that the links lead to.
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
            return path;
        }

        var inside = realFolder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (real == inside + path.Substring(folder.Length).TrimStart(Path.DirectorySeparatorChar))
        {
            return path;
        }

        return followLinks || real.StartsWith(inside, StringComparison.Ordinal) ? real : null;
    }

    private static string? RealPath(string path) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.RealPath(path)
#if NET
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        : path;
#endif
}
