namespace NemoVideo.Client.Storage;

/// <summary>Renames a finished file atomically. Readers see the old or the new content, never a partial file.</summary>
internal static class AtomicMove
{
    private const int WindowsFileExists = 80;
    private const int WindowsAlreadyExists = 183;

    /// <summary>Renames a file. Returns false, and changes nothing, if anything has the name already.</summary>
    public static bool TryMove(string source, string target)
    {
        try
        {
            Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException exception) when (IsTaken(exception.HResult & 0xFFFF))
        {
            return false;
        }
    }

    public static void Move(string source, string target, bool overwrite)
    {
        if (UnixFileSystem.IsAvailable)
        {
            // .NET checks whether the target exists, but then replaces a file that was created in the meantime.
            UnixFileSystem.Move(source, target, overwrite);
            return;
        }

#if NET
        File.Move(source, target, overwrite);
#else
        if (overwrite && File.Exists(target))
        {
            File.Replace(source, target, destinationBackupFileName: null);
        }
        else
        {
            File.Move(source, target);
        }
#endif
    }

    private static bool IsTaken(int error) => UnixFileSystem.IsAvailable
        ? error == UnixFileSystem.AlreadyExists
        : error is WindowsFileExists or WindowsAlreadyExists;
}
