namespace NemoVideo.Client.Storage;

/// <summary>A symbolic link in a path belongs to another user, who can change what it leads to at any time.</summary>
internal sealed class ForeignLinkException : IOException
{
    private ForeignLinkException(string link, uint owner)
        : base(FormattableString.Invariant($"'{link}' is a symbolic link of another user (ID {owner})."))
    {
    }

    /// <exception cref="ForeignLinkException">It is a link, and belongs neither to the user nor to root.</exception>
    public static void ThrowIfForeign(UnixStatus status, string path)
    {
        if (status.IsLink && status.Owner != 0 && status.Owner != UnixFileSystem.CurrentUser)
        {
            throw new ForeignLinkException(path, status.Owner);
        }
    }

    /// <summary>
    /// Looks at each part of a path by its name: for systems without <see cref="PathWalk"/>. Whoever swaps a folder at the right
    /// moment isn't noticed.
    /// </summary>
    /// <exception cref="ForeignLinkException">A link belongs to another user.</exception>
    public static void ThrowIfForeign(string path)
    {
        for (var part = path; UnixFileSystem.IsAvailable && !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            if (UnixFileSystem.Find(part) is { } status)
            {
                ThrowIfForeign(status, part);
            }
        }
    }
}
