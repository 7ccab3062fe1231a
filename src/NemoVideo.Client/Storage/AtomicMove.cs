namespace NemoVideo.Client.Storage;

/// <summary>Renames a finished file atomically. Readers see the old or the new content, never a partial file.</summary>
internal static class AtomicMove
{
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
}
