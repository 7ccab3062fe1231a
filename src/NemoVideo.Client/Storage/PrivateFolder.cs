namespace NemoVideo.Client.Storage;

/// <summary>
/// The folders of this computer's data. They are used only if no one except the user and root can replace their content: each folder and
/// link of the path belongs to the user or root, and others can't write to it or can't remove other users' files (sticky bit). If not,
/// the error is <see cref="NemoErrorKind.UntrustedFolder"/>. On Windows, the access control list of the user's profile protects them.
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
    /// The variable for a folder that isn't checked, for volumes with fixed permissions, such as in Kubernetes with <c>fsGroup</c>.
    /// </summary>
    public const string TrustedVariable = "NEMO_TRUSTED_FOLDER";

    /// <summary>Creates a folder with mode 0700. Restricts an existing folder to its owner if only this module uses its name.</summary>
    public static void Create(string path)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            Directory.CreateDirectory(path);
            return;
        }

        _ = Check(path, isCreating: true);
        if (UnixFileSystem.Find(path) is { IsFolder: true, IsOfCurrentUser: true } status && (status.Mode & OthersAny) != 0
            && IsOwnName(Path.GetFileName(path)) && !IsTrusted(path))
        {
            UnixFileSystem.SetMode(path, OwnerOnly);
        }
    }

    private static bool IsOwnName(string name) =>
        name is "nemovideo" or "NemoVideo" or "tokens" or "journal" or "jobs" || name.EndsWith(".held", StringComparison.Ordinal);

    /// <summary>Whether a folder exists. Performs the same check.</summary>
    public static bool Exists(string path) =>
        UnixFileSystem.IsAvailable ? Check(path, isCreating: false) : Directory.Exists(path);

    /// <summary>Whether a folder exists, and others can't add files to it either, as they can with the sticky bit.</summary>
    public static bool IsExclusive(string path) => Exists(path)
        && (!UnixFileSystem.IsAvailable || (UnixFileSystem.RealPath(path) is { } real
            && UnixFileSystem.Find(real) is { } status && (!CanOthersWrite(real, status) || IsTrusted(real))));

    /// <summary>
    /// Checks the path as written and as resolved by the system, because a link can contain <c>..</c> after another link.
    /// </summary>
    private static bool Check(string path, bool isCreating) => new Walk(path).CheckPath(path, isCreating)
        && (UnixFileSystem.RealPath(path) is not { } real || real == path || new Walk(path).CheckPath(real, isCreating: false));

    /// <summary>Whether the user declared the folder as trusted with <see cref="TrustedVariable"/>.</summary>
    public static bool IsTrusted(string path) =>
        Environment.GetEnvironmentVariable(TrustedVariable) is { Length: > 0 } trusted && Path.IsPathRooted(trusted)
        && Path.GetFullPath(trusted).TrimEnd('/') is var root && (path == root || path.StartsWith(root + "/", StringComparison.Ordinal));

    /// <summary>Whether the sticky bit of a folder keeps this user from replacing a file: both belong to other users.</summary>
    public static bool IsProtected(string path) =>
        UnixFileSystem.IsAvailable && UnixFileSystem.CurrentUser != 0 && UnixFileSystem.Find(path) is { IsOfCurrentUser: false }
        && UnixFileSystem.Find(Path.Combine(Path.GetDirectoryName(path)!, ".")) is { IsOfCurrentUser: false } folder
        && (folder.Mode & Sticky) != 0;

    /// <summary>Whether others can write to a file or folder, by mode, group or access list.</summary>
    public static bool CanOthersWrite(string path, UnixStatus status) => (status.Mode & OthersWrite) != 0
        || ((status.Mode & GroupWrite) != 0 && (UnixFileSystem.HasAccessList(path) || !PrivateGroup.IsOf(UnixFileSystem.CurrentUser, status.Group)));

    private sealed class Walk(string target)
    {
        private readonly uint _user = UnixFileSystem.CurrentUser;
        private int _links;

        /// <summary>Checks each folder from the root down. Returns false if a folder doesn't exist and isn't created.</summary>
        public bool CheckPath(string path, bool isCreating)
        {
            var current = "/";
            foreach (var part in Path.GetFullPath(path).Split(['/'], StringSplitOptions.RemoveEmptyEntries))
            {
                CheckFolder(current);
                var next = Path.Combine(current, part);
                if ((UnixFileSystem.Find(next) ?? (isCreating ? Create(next) : null)) is not { } found)
                {
                    return false;
                }

                if (found.IsLink)
                {
                    CheckOwner(next, found);
                    if (++_links > MaxLinks)
                    {
                        throw new IOException("The path contains too many symbolic links.");
                    }

                    next = Path.GetFullPath(Path.Combine(current, UnixFileSystem.ReadLink(next)));
                    if (!CheckPath(next, isCreating))
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

            CheckFolder(current);
            return true;
        }

        private static UnixStatus? Create(string folder)
        {
            if (UnixFileSystem.CreateFolder(folder, OwnerOnly))
            {
                UnixFileSystem.SetMode(folder, OwnerOnly);
            }

            return UnixFileSystem.Find(folder);
        }

        private void CheckFolder(string folder)
        {
            var status = UnixFileSystem.Find(folder) ?? throw new DirectoryNotFoundException($"Another program removed '{folder}'.");
            CheckOwner(folder, status);
            if (CanOthersWrite(folder, status) && (status.Mode & Sticky) == 0 && !IsTrusted(folder))
            {
                throw Untrusted(
                    $"Other users can write to '{folder}' and could replace {FilesOf(folder)}.",
                    $"If you own the folder and are sure that no other user has changed its files, run chmod go-w '{folder}' to "
                        + "remove write permission for other users. If the folder is a container volume that no one else uses, set "
                        + $"{TrustedVariable} to its path. Otherwise, set NEMO_HOME to another folder. " + DataLocation.ChargedAgain);
            }
        }

        private string FilesOf(string folder) => folder == target ? "its files" : $"files in '{target}'";

        private void CheckOwner(string path, UnixStatus status)
        {
            if (status.Owner != _user && status.Owner != 0 && !IsTrusted(path))
            {
                throw Untrusted(
                    $"'{path}' belongs to another user (ID {status.Owner}), who could replace {FilesOf(path)}.",
                    "Set HOME or NEMO_HOME to a folder that you own. If you use sudo, add the option -H, which sets HOME. "
                        + $"To use '{path}' anyway, for example because it is a container volume that no one else uses, set {TrustedVariable} to its path. "
                        + DataLocation.ChargedAgain);
            }
        }

        private static NemoException Untrusted(string reason, string nextStep) =>
            new(NemoErrorKind.UntrustedFolder, $"{reason} The module didn't read or write any of these files.", nextStep);
    }
}
