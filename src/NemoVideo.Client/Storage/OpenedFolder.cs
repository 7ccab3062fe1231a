using System.Text.RegularExpressions;

namespace NemoVideo.Client.Storage;

/// <summary>An open folder without a foreign link in its path (unchecked on Windows). On Linux, it stays the same folder.</summary>
internal sealed class OpenedFolder : IDisposable
{
    private readonly PathWalk? _walk;

    private OpenedFolder(string path, PathWalk? walk) => (Path, _walk) = (path, walk);

    /// <summary>The path that it was opened with.</summary>
    public string Path { get; }

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

    /// <summary>The path by which the system reaches a name in this folder, until it is closed. Not for messages.</summary>
    public string PathTo(string name) =>
        _walk is null ? System.IO.Path.Combine(Path, name) : UnixFileSystem.PathThrough(_walk.CurrentHandle, name);

    /// <summary>A message with the folder's path instead of <see cref="PathTo"/>.</summary>
    public static string Restate(string message, string path) => Regex.Replace(message, "/proc/self/fd/[0-9]+", _ => path);

    public void Dispose() => _walk?.Dispose();
}
