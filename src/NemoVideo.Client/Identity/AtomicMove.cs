namespace NemoVideo.Client.Identity;

/// <summary>Gives a finished file its final name in one step: readers see the old content or the new, never a part.</summary>
internal static class AtomicMove
{
    public static void Replace(string source, string target)
    {
#if NET
        File.Move(source, target, overwrite: true);
#else
        if (File.Exists(target))
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
