using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>
/// Opens a path one part after the other, each in the folder that was opened before it. A link is followed only if it belongs to
/// the user or root, and its owner and text are read from the opened link. What is put into the path later changes nothing of
/// what was opened. Linux only.
/// </summary>
internal sealed class PathWalk : IDisposable
{
    private const int MaxLinks = 40;
    private const int UsualMode = 0x1FF;

    private int _links;

    /// <summary>Where the walk is. It can't be read, only referred to.</summary>
    public SafeFileHandle Reached { get; private set; } = UnixFileSystem.OpenReference(folder: null, "/");

    /// <summary>The path of what was reached, without links, as it is now.</summary>
    public string RealPath => UnixFileSystem.RealPath(Reached)!;

    /// <summary>Goes on along a path, from the root if the path begins there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isCreating">Whether missing folders are created.</param>
    /// <exception cref="ForeignLinkException">A link belongs to another user.</exception>
    /// <exception cref="IOException">A part is missing, is not a folder, or there are too many links.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder can't be searched.</exception>
    public void Follow(string path, bool isCreating = false)
    {
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
                ForeignLinkException.ThrowIfForeign(status, RealPath.TrimEnd('/') + "/" + part);
                if (++_links > MaxLinks)
                {
                    throw new IOException($"'{path}' has too many symbolic links.");
                }

                Follow(UnixFileSystem.ReadLink(next), isCreating);
            }
        }
    }

    public void Dispose() => Reached.Dispose();

    private void Enter(SafeFileHandle next)
    {
        Reached.Dispose();
        Reached = next;
    }

    private SafeFileHandle Open(string part, bool isCreating)
    {
        try
        {
            return UnixFileSystem.OpenReference(Reached, part);
        }
        catch (FileNotFoundException) when (isCreating)
        {
            UnixFileSystem.CreateFolder(UnixFileSystem.PathThrough(Reached, part), UsualMode);
            return UnixFileSystem.OpenReference(Reached, part);
        }
    }
}
