using System.Text.RegularExpressions;

namespace NemoVideo.Client.Storage;

/// <summary>
/// An open folder whose path has no untrusted link (unchecked on Windows). On Linux, later changes of the path have no effect.
/// </summary>
internal sealed class OpenedFolder : IDisposable
{
    private readonly PathWalk? _walk;

    private OpenedFolder(string path, PathWalk? walk) => (Path, _walk) = (path, walk);

    /// <summary>The path that the folder was opened with.</summary>
    public string Path { get; }

    /// <summary>
    /// On Linux, the current path of the folder with all links resolved, even if another user has moved it or made its path unreadable. On
    /// other systems, the path that it was opened with.
    /// </summary>
    public string RealPath => _walk?.RealPath ?? Path;

    public static OpenedFolder Open(string path, bool isCreating)
    {
        if (!UnixFileSystem.HasReferences)
        {
            UntrustedLinkException.ThrowIfUntrusted(path);
            if (isCreating)
            {
                Directory.CreateDirectory(path);
            }

            return new OpenedFolder(path, walk: null);
        }

        var walk = new PathWalk();
        try
        {
            walk.Follow(path, isCreating);
            return UnixFileSystem.StatusOf(walk.CurrentHandle, path).IsFolder
                ? new OpenedFolder(path, walk)
                : throw new IOException($"'{path}' is not a folder.");
        }
        catch
        {
            walk.Dispose();
            throw;
        }
    }

    /// <summary>Returns the path of a name in this folder, valid until the folder is closed. Don't use it in messages.</summary>
    public string PathTo(string name) =>
        _walk is null ? System.IO.Path.Combine(Path, name) : UnixFileSystem.PathThrough(_walk.CurrentHandle, name);

    /// <summary>Replaces <see cref="PathTo"/> in a message with the folder's path.</summary>
    public static string Restate(string message, string path) => Regex.Replace(message, "/proc/self/fd/[0-9]+", _ => path);

    public void Dispose() => _walk?.Dispose();
}
