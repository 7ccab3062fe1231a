using System.Diagnostics;

namespace NemoVideo.Client.Storage;

/// <summary>
/// Lets one process at a time at a file that several share: a file beside it that only one can hold open. It is left there: a
/// lock that is deleted can be held by two.
/// </summary>
internal static class FileLock
{
    private const int WindowsSharing = 32;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    // On the real clock, whatever the connection's is: another process holds the lock for a moment of real time.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    /// <param name="path">The lock's file.</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">Another process holds it for too long, or the file cannot be opened.</exception>
    public static async Task<FileStream> TakeAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return RegularFile.OpenOrCreate(path, FileShare.None);
            }
            catch (IOException failure) when (IsHeld(failure) && waited.Elapsed < patience)
            {
                await Task.Delay(Delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a file could not be opened since another has it.</summary>
    public static bool IsHeld(IOException failure) =>
        failure.GetType() == typeof(IOException) && (failure.HResult & 0xFFFF) is WindowsSharing or LinuxWouldBlock or MacWouldBlock;
}
