namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Detects a file that a recorder or a copy is still writing. Its content can look complete, as that of a fragmented MP4 file does.
/// </summary>
internal static class GrowingFile
{
    // Many files are checked, and few of them are so new. A clock that is wrong by more than this is not a reason to wait.
    private static readonly TimeSpan NewTime = TimeSpan.FromMinutes(1);

    // All files that are complete when the first one is checked cause a single wait.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    private static volatile OpenFiles? _latest;

    /// <summary>
    /// Whether a file is open for writing, as far as the system shows it, or changes until it has been unchanged for 3 seconds.
    /// </summary>
    public static bool Is(StoppableCommand cmdlet, string path)
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
            cmdlet.Wait(token => Task.Delay(age < TimeSpan.Zero ? QuietTime : QuietTime - age, token));
            file.Refresh();
        }

        return file.Length != length || file.LastWriteTimeUtc != time || IsOpenForWriting(path);
    }

    /// <summary>Whether a program of the user has the file open for writing. On Windows, such a file can't be read at all.</summary>
    /// <remarks>The list of open files is up to 3 seconds old. The last write was before that, so the list contains an open file.</remarks>
    private static bool IsOpenForWriting(string path)
    {
        var known = _latest;
        if (known is null || (DateTime.UtcNow - known.Time).Duration() > QuietTime)
        {
            _latest = known = new OpenFiles(DateTime.UtcNow, [.. ListProcesses().SelectMany(ListWritten)]);
        }

        return known.Paths.Contains(path);
    }

    private static IEnumerable<string> ListProcesses() =>
        Directory.Exists("/proc/self/fd") ? Directory.EnumerateDirectories("/proc").Where(static path => char.IsDigit(path[6])) : [];

    private static List<string> ListWritten(string process)
    {
        try
        {
            // The flags are octal: 1 is for writing, 2 for reading and writing.
            return [.. Directory.EnumerateFiles($"{process}/fd")
                .Where(file => File.ReadLines($"{process}/fdinfo/{Path.GetFileName(file)}").Any(static line =>
                    line.StartsWith("flags:", StringComparison.Ordinal) && line[line.Length - 1] is '1' or '2'))
                .Select(TargetOf).OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process belongs to another user, or it just closed a file or ended.
            return [];
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
#if NET
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
#else
            return null;
#endif
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file was closed in the meantime.
            return null;
        }
    }

    private sealed record OpenFiles(DateTime Time, HashSet<string> Paths);
}
