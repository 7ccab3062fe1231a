using System.Diagnostics;

namespace NemoVideo.Client.Files;

/// <summary>Waits for files that another process has open: another run of this module, or a virus scanner for a moment.</summary>
internal static class HeldFile
{
    private const int WindowsSharing = 32;
    private const int WindowsNotReplaced = 1175;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AccessTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Locks a file for one process at a time. The file isn't deleted, because two processes could lock a deleted file.</summary>
    /// <exception cref="IOException">Another process still has the lock after the timeout, or the file can't be opened.</exception>
    public static Task<FileStream> LockAsync(string path, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(() => PrivateFile.OpenOrCreate(path, FileShare.None), Is, timeout, cancellationToken);

    /// <summary>Opens, replaces or deletes a file. If another process has it open, this is tried again for two seconds.</summary>
    public static T Access<T>(Func<T> access) =>
        WaitAsync(access, static failure => Is(failure) || IsDenied(failure), AccessTimeout, default).GetAwaiter().GetResult();

    /// <summary>Whether a file couldn't be opened because another process has it open.</summary>
    public static bool Is(Exception failure) => failure.GetType() == typeof(IOException)
        && (failure.HResult & 0xFFFF) is WindowsSharing or WindowsNotReplaced or LinuxWouldBlock or MacWouldBlock;

    /// <summary>What to do about a failure: close the other program if it has the file open; otherwise, the given advice.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">The advice for other failures, without a period.</param>
    public static string Advice(Exception failure, string path, string otherwise) =>
        Is(failure) || (IsDenied(failure) && File.Exists(path)) ? "Close the other program that has the file open" : otherwise;

    /// <summary>On Windows, this is also the failure to replace a file that is open.</summary>
    private static bool IsDenied(Exception failure) => failure is UnauthorizedAccessException && Path.DirectorySeparatorChar == '\\';

    /// <summary>Waits in real time instead of the connection's time provider, because another process has the file.</summary>
    private static async Task<T> WaitAsync<T>(
        Func<T> access, Func<Exception, bool> isHeld, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return access();
            }
            catch (Exception failure) when (isHeld(failure) && waited.Elapsed < timeout)
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
