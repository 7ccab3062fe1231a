namespace NemoVideo.Client.Identity;

/// <summary>Gives a finished file its final name in one step: readers see the old content or the new, never a part.</summary>
internal static class AtomicMove
{
    /// <summary>Replaces the target if it is there.</summary>
    public static void Replace(string source, string target) => To(target, source, overwrite: true);

    /// <exception cref="IOException">The target is there and is not to be replaced.</exception>
    public static void To(string target, string source, bool overwrite)
    {
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
