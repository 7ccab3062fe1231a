using System.Diagnostics;

namespace NemoVideo.Client.Files;

/// <summary>Locks a file for one process at a time. The file isn't deleted, because two processes could lock a deleted file.</summary>
internal static class FileLock
{
    private const int WindowsSharing = 32;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits in real time instead of the connection's time provider, because another process has the lock.</summary>
    /// <exception cref="IOException">Another process still has the lock after the timeout, or the file can't be opened.</exception>
    public static async Task<FileStream> TakeAsync(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return PrivateFile.OpenOrCreate(path, FileShare.None);
            }
            catch (IOException failure) when (IsHeld(failure) && waited.Elapsed < timeout)
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a file couldn't be opened because another process has it open.</summary>
    public static bool IsHeld(IOException failure) =>
        failure.GetType() == typeof(IOException) && (failure.HResult & 0xFFFF) is WindowsSharing or LinuxWouldBlock or MacWouldBlock;
}
