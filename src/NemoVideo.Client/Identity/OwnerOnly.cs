using System.Runtime.InteropServices;

namespace NemoVideo.Client.Identity;

/// <summary>Folders and files that only their owner can read: 0700 and 0600 where a system has modes.</summary>
internal static class OwnerOnly
{
    private const int FileMode0600 = 0x180;
    private const int FileMode0700 = 0x1C0;
    private const int OthersModes = 0x3F;
    private const int OthersWrite = 0x12;

    /// <summary>Makes a folder where there is none, and closes it to others.</summary>
    public static void CreateDirectory(string path)
    {
        Directory.CreateDirectory(path);
        Restrict(path, FileMode0700);
    }

    /// <summary>Opens a file. One that was not there is closed to others while it is still empty.</summary>
    public static FileStream OpenOrCreate(string path, FileAccess access, FileShare share)
    {
        var isNew = !File.Exists(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, access, share);
        try
        {
            if (isNew)
            {
                RestrictFile(path);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes a file to others.</summary>
    public static void RestrictFile(string path) => Restrict(path, FileMode0600);

    /// <summary>Whether others can read a file. On Windows what is in it is sealed instead.</summary>
    public static bool IsOpenToOthers(string path) =>
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && File.Exists(path) && (ReadMode(path) & OthersModes) != 0;

    /// <summary>Whether others can put a file of theirs in the place of one in a folder.</summary>
    public static bool IsWritableByOthers(string folder) =>
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Directory.Exists(folder) && (ReadMode(folder) & OthersWrite) != 0;

    private static void Restrict(string path, int mode)
    {
        // On Windows the profile's own access list closes the folder.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

#if NET
        File.SetUnixFileMode(path, (UnixFileMode)mode);
#else
        if (ChangeMode(path, (uint)mode) != 0)
        {
            throw new UnauthorizedAccessException($"'{path}' cannot be closed to other users.");
        }
#endif
    }

#if NET
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static int ReadMode(string path) => (int)File.GetUnixFileMode(path);
#else
    // PowerShell 7.4 and 7.5 have it, and Windows PowerShell needs none.
    private static int ReadMode(string path) =>
        (int)(typeof(File).GetMethod("GetUnixFileMode", [typeof(string)])?.Invoke(null, [path]) ?? 0);

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeMode(string path, uint mode);
#endif
}
