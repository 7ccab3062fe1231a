using System.Diagnostics;

namespace NemoVideo.Client.Files;

/// <summary>Waits for files that another process has open: another run of this module, or a virus scanner for a moment.</summary>
internal static class HeldFile
{
    private const int WindowsSharing = 32;
    private const int WindowsNotReplaced = 1175;

    // The file that was to be replaced is gone already. The next attempt moves the new one.
    private const int WindowsNotRenamed = 1176;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AccessTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Locks a file for one process at a time. The file isn't deleted, because two processes could lock a deleted file. Waits in real time
    /// instead of the connection's time provider, because another process has the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="timeout">Default 2 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">Another process still has the lock after the timeout, or the file can't be opened.</exception>
    public static async Task<FileStream> LockAsync(string path, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException failure) when (Is(failure) && waited.Elapsed < (timeout ?? AccessTimeout))
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens, replaces or deletes a file. If another process has it open, this is tried again for two seconds.</summary>
    public static T Access<T>(Func<T> access)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(PollInterval))
        {
            try
            {
                return access();
            }
            catch (Exception failure) when ((Is(failure) || IsDenied(failure)) && waited.Elapsed < AccessTimeout)
            {
                // Tried again.
            }
        }
    }

    /// <summary>Whether a file couldn't be opened because another process has it open.</summary>
    public static bool Is(Exception failure) => failure.GetType() == typeof(IOException)
        && (failure.HResult & 0xFFFF) is WindowsSharing or WindowsNotReplaced or WindowsNotRenamed or LinuxWouldBlock or MacWouldBlock;

    /// <summary>What to do about a failure: close the other program if it has the file open; otherwise, the given advice.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">The advice for other failures, as a sentence without a period.</param>
    public static string Advice(Exception failure, string path, string otherwise) =>
        Is(failure) ? "Close the other program that has the file open"
        : IsDenied(failure) && File.Exists(path)
            ? $"If another program has the file open, close it. {otherwise}" : otherwise;

    /// <summary>On Windows, this is also the failure to replace a file that is open.</summary>
    public static bool IsDenied(Exception failure) => failure is UnauthorizedAccessException && PathRules.IsWindows;
}
