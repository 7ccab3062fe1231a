namespace NemoVideo.Client.Storage;

/// <summary>Gives a finished file its final name in one step: readers see the old content or the new, never a part.</summary>
internal static class AtomicMove
{
    /// <param name="source">The finished file.</param>
    /// <param name="target">Its final name.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">The target is there and is not to be replaced.</exception>
    public static void Move(string source, string target, bool overwrite)
    {
        if (UnixFileSystem.IsAvailable)
        {
            // .NET would look whether the target is there and then replace what came meanwhile.
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
