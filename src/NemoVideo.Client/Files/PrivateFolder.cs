using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
#if NET
using System.Formats.Tar;
using System.Runtime.Versioning;
#endif

namespace NemoVideo.Client.Files;

/// <summary>The data folder of this computer, and the folders in it. On Windows, the user's profile protects it.</summary>
internal static class PrivateFolder
{
    /// <summary>Creates a folder that only its owner can use.</summary>
    public static void Create(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            // The mode applies only to the last folder.
            if (Path.GetDirectoryName(path) is { Length: > 0 } parent && !Directory.Exists(parent))
            {
                Create(parent);
            }

            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>
    /// Makes the names in a folder survive a loss of power. As in PostgreSQL (fsync_fname), a folder that can't be opened or flushed is left
    /// out, but a failure of the disk isn't. Windows does this with each file.
    /// </summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(string path)
    {
        var descriptor = PathRules.IsWindows ? -1 : NativeMethods.Open(Encoding.UTF8.GetBytes(path + '\0'), flags: 0);
        if (descriptor >= 0)
        {
            var isFailed = NativeMethods.FileSync(descriptor) != 0 && Marshal.GetLastWin32Error() == NativeMethods.InputOutputError;
            _ = NativeMethods.Close(descriptor);
            if (isFailed)
            {
                throw new IOException($"The disk failed to store the folder '{path}'");
            }
        }
    }

    /// <summary>
    /// Checks an existing data folder, as ssh does: it belongs to the user, and no one else may write to it. A file system that ignores
    /// permissions, such as a container volume (aks-engine 1494), can't show that. Returns a warning then; otherwise, null.
    /// </summary>
    /// <exception cref="NemoException">The folder isn't private (<see cref="NemoErrorKind.UntrustedFolder"/>).</exception>
    [ExcludeFromCodeCoverage] // Some branches need another user, root, or such a file system.
    public static string? Check(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows() && IsOwned(path) is var isOwned
            && (!isOwned || (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0))
        {
            return IgnoresModes(path)
                ? $"The file system of the data folder '{path}' ignores permissions, so other users of it may be able to read and change "
                    + "the records of the module. If others can use it, set NEMO_HOME to a folder on another file system."
                : throw new NemoException(
                    NemoErrorKind.UntrustedFolder,
                    $"{(isOwned ? "Other users can write to the data folder" : "Another user owns the data folder")} '{path}'. The module "
                        + "didn't use any of its files.",
                    (isOwned ? $"Run chmod go-w '{path}', or" : "Run PowerShell as the owner of the folder, or")
                        + $" set NEMO_HOME to a folder that doesn't exist. The module creates it. {DataLocation.ChargedAgain}");
        }
#endif
        return null;
    }

#if NET
    /// <summary>Only the owner can set the mode, even to what it is. Root always can, so the owner is compared, as tar reads it.</summary>
    [ExcludeFromCodeCoverage, UnsupportedOSPlatform("windows")]
    private static bool IsOwned(string path)
    {
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path));
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            // The file system is read-only, or doesn't have modes.
            return true;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return true;
        }

        using var archive = new MemoryStream();
        new TarWriter(archive, leaveOpen: true).WriteEntry(new DirectoryInfo(path).ResolveLinkTarget(true)?.FullName ?? path, "folder");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()!.Uid == 0;
    }

    /// <summary>Whether a private file in a folder isn't private.</summary>
    [ExcludeFromCodeCoverage, UnsupportedOSPlatform("windows")]
    private static bool IgnoresModes(string path)
    {
        try
        {
            using var probe = new TempFile(System.IO.Path.Combine(path, "probe"), isPrivate: true);
            return (File.GetUnixFileMode(probe.Path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
#endif

    private static class NativeMethods
    {
        public const int InputOutputError = 5;

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static extern int FileSync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        public static extern int Close(int descriptor);
    }
}
