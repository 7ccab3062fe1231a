namespace NemoVideo.Client.Storage;

/// <summary>Thrown if a symbolic link in a path belongs to another user, who can change its target at any time.</summary>
internal sealed class UntrustedLinkException(string link, uint owner)
    : IOException(FormattableString.Invariant($"'{link}' is a symbolic link that belongs to another user (ID {owner})."))
{
    public static void ThrowIfUntrusted(UnixStatus status, string path)
    {
        if (status.IsLink && status.Owner != 0 && !status.IsOfCurrentUser)
        {
            throw new UntrustedLinkException(path, status.Owner);
        }
    }

    /// <summary>
    /// Checks each part by name, for systems without <see cref="PathWalk"/>. A folder that is replaced in the meantime isn't detected.
    /// </summary>
    public static void ThrowIfUntrusted(string path)
    {
        for (var part = path; UnixFileSystem.IsAvailable && !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            if (UnixFileSystem.Find(part) is { } status)
            {
                ThrowIfUntrusted(status, part);
            }
        }
    }
}
