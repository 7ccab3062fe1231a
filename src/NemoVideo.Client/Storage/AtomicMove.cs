namespace NemoVideo.Client.Storage;

/// <summary>Gives a finished file its final name in one step: readers see the old content or the new, never a part.</summary>
internal static class AtomicMove
{
    public static void Move(string source, string target, bool overwrite)
    {
        if (UnixFileSystem.IsAvailable)
        {
            // .NET would check whether the target exists, and then replace what was created meanwhile.
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
