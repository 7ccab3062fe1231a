namespace NemoVideo.Client.Storage;

/// <summary>
/// The folders that this computer's data is kept in. They are used only if nobody but the user and root can put something else
/// in their place: each folder of the path, and each link in it, belongs to the user or root, and others can't write to it, or
/// can't remove what isn't theirs (sticky bit). On Windows, the access list of the user's profile has that role.
/// </summary>
internal static class PrivateFolder
{
    private const int OwnerOnly = 0x1C0;
    private const int OthersAny = 0x3F;
    private const int GroupWrite = 0x10;
    private const int OthersWrite = 0x02;
    private const int Sticky = 0x200;
    private const int MaxLinks = 40;

    /// <summary>
    /// A folder whose path and content aren't checked, for a volume whose permissions aren't the user's to set, such as one of
    /// Kubernetes with <c>fsGroup</c>. Whoever can write to it is trusted.
    /// </summary>
    public const string TrustedVariable = "NEMO_TRUSTED_FOLDER";

    /// <summary>
    /// Creates a folder, open to its owner alone (0700) under any umask. One that exists is closed to others if its name is one
    /// that only this module uses: any other may be shared on purpose.
    /// </summary>
    /// <param name="path">The folder's full path.</param>
    /// <exception cref="NemoException">Others could replace it (<see cref="NemoErrorKind.UntrustedFolder"/>).</exception>
    /// <exception cref="IOException">It can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be created.</exception>
    public static void Create(string path)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            Directory.CreateDirectory(path);
            return;
        }

        _ = Check(path, isCreating: true);
        if (UnixFileSystem.Find(path) is { } status && status.Owner == UnixFileSystem.CurrentUser && (status.Mode & OthersAny) != 0
            && status.IsFolder && IsOwnName(Path.GetFileName(path)) && !IsTrusted(path))
        {
            UnixFileSystem.SetMode(path, OwnerOnly);
        }
    }

    private static bool IsOwnName(string name) =>
        name is "nemovideo" or "NemoVideo" or "tokens" or "journal" || name.EndsWith(".held", StringComparison.Ordinal);

    /// <summary>Whether a folder exists, after the same check.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static bool Exists(string path) =>
        UnixFileSystem.IsAvailable ? Check(path, isCreating: false) : Directory.Exists(path);

    /// <summary>The path is checked as it is written and as the system resolves it: a link can hold a <c>..</c> behind another link.</summary>
    private static bool Check(string path, bool isCreating) => new Walk(path).Go(path, isCreating)
        && (UnixFileSystem.RealPath(path) is not { } real || real == path || new Walk(path).Go(real, isCreating: false));

    /// <summary>Whether the user vouches for everybody who can write there.</summary>
    public static bool IsTrusted(string path) =>
        Environment.GetEnvironmentVariable(TrustedVariable) is { Length: > 0 } trusted && Path.IsPathRooted(trusted)
        && Path.GetFullPath(trusted).TrimEnd('/') is var root && (path == root || path.StartsWith(root + "/", StringComparison.Ordinal));

    /// <summary>Whether others can write to a file or folder, by mode, group or access list.</summary>
    public static bool CanOthersWrite(string path, UnixStatus status) => (status.Mode & OthersWrite) != 0
        || ((status.Mode & GroupWrite) != 0 && (UnixFileSystem.HasAccessList(path) || !PrivateGroup.IsOf(UnixFileSystem.CurrentUser, status.Group)));

    private sealed class Walk(string target)
    {
        private readonly uint _user = UnixFileSystem.CurrentUser;
        private int _links;

        /// <summary>Checks each folder from the root down; false if one doesn't exist and isn't to be created.</summary>
        public bool Go(string path, bool isCreating)
        {
            var current = "/";
            foreach (var part in Path.GetFullPath(path).Split(['/'], StringSplitOptions.RemoveEmptyEntries))
            {
                Check(current, UnixFileSystem.Find(current) ?? throw new DirectoryNotFoundException($"'{current}' was removed meanwhile."));
                var next = Path.Combine(current, part);
                var status = UnixFileSystem.Find(next);
                if (status is null && isCreating)
                {
                    if (UnixFileSystem.CreateFolder(next, OwnerOnly))
                    {
                        UnixFileSystem.SetMode(next, OwnerOnly);
                    }

                    status = UnixFileSystem.Find(next);
                }

                if (status is not { } found)
                {
                    return false;
                }

                if (found.IsLink)
                {
                    CheckOwner(next, found);
                    if (++_links > MaxLinks)
                    {
                        throw new IOException($"'{next}' is part of too many symbolic links.");
                    }

                    next = Path.GetFullPath(Path.Combine(current, UnixFileSystem.ReadLink(next)));
                    if (!Go(next, isCreating))
                    {
                        return false;
                    }
                }
                else if (!found.IsFolder)
                {
                    throw new IOException($"'{next}' is not a folder.");
                }

                current = found.IsLink ? UnixFileSystem.RealPath(next) ?? next : next;
            }

            Check(current, UnixFileSystem.Find(current) ?? throw new DirectoryNotFoundException($"'{current}' was removed meanwhile."));
            return true;
        }

        private void Check(string folder, UnixStatus status)
        {
            CheckOwner(folder, status);
            if (CanOthersWrite(folder, status) && (status.Mode & Sticky) == 0 && !IsTrusted(folder))
            {
                throw new NemoException(
                    NemoErrorKind.UntrustedFolder,
                    $"Other users can write to '{folder}', so they could replace what is kept in '{target}'. Nothing there was read or written.",
                    $"If nobody has changed anything there, run: chmod go-w '{folder}'. If it is a volume that only this job uses, set {TrustedVariable} to it. Or set NEMO_HOME to another folder.");
            }
        }

        private void CheckOwner(string path, UnixStatus status)
        {
            if (status.Owner != _user && status.Owner != 0 && !IsTrusted(path))
            {
                throw new NemoException(
                    NemoErrorKind.UntrustedFolder,
                    $"'{path}' belongs to another user (ID {status.Owner}), who could replace what is kept in '{target}'. Nothing there was read or written.",
                    $"Set HOME or NEMO_HOME to a folder of the user that runs this; with sudo, use -H. If the path is a container's volume that only this job uses, set {TrustedVariable} to it.");
            }
        }
    }
}
