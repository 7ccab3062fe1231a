namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Detects the files of a command that a recorder or a copy is still writing. Their content can look complete, as that of a fragmented
/// MP4 file does.
/// </summary>
internal sealed class GrowingFiles(NemoCommand cmdlet)
{
    // Many files are checked, and few of them are so new. A clock that is wrong by more than this is not a reason to wait.
    private static readonly TimeSpan NewTime = TimeSpan.FromMinutes(1);

    // All files that are complete when the first one is checked cause a single wait.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    private OpenFiles? _latest;

    /// <summary>
    /// Whether a file is open for writing, as far as the system shows it, or changes until it has been unchanged for 3 seconds.
    /// </summary>
    public bool Contain(string path)
    {
        var file = new FileInfo(path);
        var (length, time) = (file.Length, file.LastWriteTimeUtc);
        var age = DateTime.UtcNow - time;
        if (age.Duration() > NewTime || MediaType.Of(path) is null)
        {
            return false;
        }

        if (age.Duration() < QuietTime)
        {
            cmdlet.WriteVerbose($"Checking that no program is still writing to '{path}'.");
            cmdlet.Calls.Wait(token => Task.Delay(age < TimeSpan.Zero ? QuietTime : QuietTime - age, token));
            file.Refresh();
        }

        return file.Length != length || file.LastWriteTimeUtc != time || IsOpenForWriting(path);
    }

    /// <summary>Whether a program of the user has the file open for writing. On Windows, such a file can't be read at all.</summary>
    /// <remarks>The list of open files is up to 3 seconds old. The last write was before that, so the list contains an open file.</remarks>
    private bool IsOpenForWriting(string path)
    {
        if (_latest is null || (DateTime.UtcNow - _latest.Time).Duration() > QuietTime)
        {
            _latest = new OpenFiles(DateTime.UtcNow, [.. ListProcesses().SelectMany(ListWritten)]);
        }

        return _latest.Paths.Contains(path);
    }

    private static IEnumerable<string> ListProcesses() =>
        Directory.Exists("/proc/self/fd") ? Directory.EnumerateDirectories("/proc").Where(static path => char.IsDigit(path[6])) : [];

    private static List<string> ListWritten(string process) =>
        [.. (Try(() => Directory.GetFiles($"{process}/fd")) ?? []).Where(IsForWriting).Select(TargetOf).OfType<string>()];

    // The flags are octal: 1 is for writing, 2 for reading and writing.
    private static bool IsForWriting(string link) => Try(() => File.ReadAllLines(link.Replace("/fd/", "/fdinfo/")))?.Any(
        static line => line.StartsWith("flags:", StringComparison.Ordinal) && line[line.Length - 1] is '1' or '2') ?? false;

    private static string? TargetOf(string link) =>
#if NET
        Try(() => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName);
#else
        null;
#endif

    /// <summary>Null if the process belongs to another user, or if it just ended or closed the file.</summary>
    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record OpenFiles(DateTime Time, HashSet<string> Paths);
}
