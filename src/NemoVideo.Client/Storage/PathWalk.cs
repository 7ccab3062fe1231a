using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>
/// Opens a path part by part, each part in the folder opened before it, so that a later change of the path has no effect. A link is
/// followed only if it belongs to the user or root; its owner and text are read from the opened link. Linux only.
/// </summary>
internal sealed class PathWalk : IDisposable
{
    private const int MaxLinks = 40;
    private const int UsualMode = 0x1FF;

    private int _links;

    /// <summary>A handle of the current file or folder, without access to its content.</summary>
    public SafeFileHandle CurrentHandle { get; private set; } = UnixFileSystem.OpenReference(folder: null, "/");

    /// <summary>The current path of <see cref="CurrentHandle"/>, without links.</summary>
    public string RealPath => UnixFileSystem.RealPath(CurrentHandle)!;

    /// <summary>Continues along a path, from the root if it is absolute.</summary>
    /// <exception cref="UntrustedLinkException">A link belongs to another user.</exception>
    public void Follow(string path, bool isCreating = false)
    {
        CheckEncoding(path);
        if (path.StartsWith("/", StringComparison.Ordinal))
        {
            Enter(UnixFileSystem.OpenReference(folder: null, "/"));
        }

        foreach (var part in path.Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Open(part, isCreating);
            var status = UnixFileSystem.StatusOf(next, part);
            if (!status.IsLink)
            {
                Enter(next);
                continue;
            }

            using (next)
            {
                UntrustedLinkException.ThrowIfUntrusted(status, RealPath.TrimEnd('/') + "/" + part);
                if (++_links > MaxLinks)
                {
                    throw new IOException("The path contains too many symbolic links.");
                }

                Follow(UnixFileSystem.ReadLink(next), isCreating);
            }
        }
    }

    /// <summary>
    /// Throws if a path, which can be the text of a link, contains a name that isn't valid UTF-8. .NET reads each of its bytes as U+FFFD, and
    /// another user's file or folder can have this character in its name.
    /// </summary>
    public static void CheckEncoding(string path)
    {
        if (path.Contains('\uFFFD'))
        {
            throw new IOException(
                $"The path '{path}' contains the character U+FFFD. .NET uses this character to replace invalid bytes, so the path could refer "
                + "to another file or folder.");
        }
    }

    public void Dispose() => CurrentHandle.Dispose();

    private void Enter(SafeFileHandle next)
    {
        CurrentHandle.Dispose();
        CurrentHandle = next;
    }

    private SafeFileHandle Open(string part, bool isCreating)
    {
        try
        {
            return UnixFileSystem.OpenReference(CurrentHandle, part);
        }
        catch (FileNotFoundException) when (isCreating)
        {
            var path = UnixFileSystem.PathThrough(CurrentHandle, part);
            UnixFileSystem.CreateFolder(path, UnixFileSystem.WithoutUmask(UsualMode), Path.Combine(RealPath, part));
            return UnixFileSystem.OpenReference(CurrentHandle, part);
        }
    }
}
