using System.Text.RegularExpressions;

namespace NemoVideo.Client.Storage;

/// <summary>
/// A folder that was opened once, so that it stays the same one whatever its path leads to later. No link of another user is part
/// of its path. On macOS and Windows, files in it are reached by its path, and only macOS checks links.
/// </summary>
internal sealed class PinnedFolder : IDisposable
{
    private readonly PathWalk? _walk;

    private PinnedFolder(string path, PathWalk? walk)
    {
        Path = path;
        _walk = walk;
    }

    /// <summary>The path that it was opened with.</summary>
    public string Path { get; }

    /// <param name="path">The full path.</param>
    /// <param name="isCreating">Whether missing folders are created.</param>
    /// <exception cref="IOException">It is missing or not a folder, or a link of another user is part of its path.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be opened.</exception>
    public static PinnedFolder Open(string path, bool isCreating)
    {
        if (!UnixFileSystem.HasReferences)
        {
            ForeignLinkException.ThrowIfForeign(path);
            if (isCreating)
            {
                Directory.CreateDirectory(path);
            }

            return new PinnedFolder(path, walk: null);
        }

        var walk = new PathWalk();
        try
        {
            walk.Follow(path, isCreating);
            return UnixFileSystem.StatusOf(walk.Reached, path).IsFolder
                ? new PinnedFolder(path, walk)
                : throw new IOException($"'{path}' is not a folder.");
        }
        catch
        {
            walk.Dispose();
            throw;
        }
    }

    /// <summary>The path by which the system reaches a name in this folder. Valid until it is closed, and in no message.</summary>
    public string PathTo(string name) => _walk is null ? System.IO.Path.Combine(Path, name) : UnixFileSystem.PathThrough(_walk.Reached, name);

    /// <summary>The message of a failure with the folder's own path.</summary>
    public static string Restate(string message, string path) => Regex.Replace(message, "/proc/self/fd/[0-9]+", _ => path);

    public void Dispose() => _walk?.Dispose();
}
