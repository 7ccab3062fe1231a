namespace NemoVideo.PowerShell;

/// <summary>
/// Detects the files of a command that a recorder or a copy is still writing. Their content can look complete, as that of a fragmented
/// MP4 file does.
/// </summary>
internal sealed class GrowingFiles(PipelineWriter output)
{
    // All files that are complete when the first one is checked cause a single wait.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    private HashSet<string> _written = [];
    private DateTime _listTime;

    /// <summary>
    /// Whether a file is open for writing, as far as the system shows it, or changes until it has been unchanged for 3 seconds.
    /// </summary>
    public async Task<bool> ContainAsync(string path)
    {
        var file = new FileInfo(path);
        var age = (DateTime.UtcNow - file.LastWriteTimeUtc).Duration();
        if (MediaType.Of(path) is null || !file.Exists)
        {
            return false;
        }

        var (length, time) = (file.Length, file.LastWriteTimeUtc);

        if (age < QuietTime)
        {
            output.Verbose($"Checking that no program is still writing to '{path}'.");
            await Task.Delay(QuietTime - age, output.StopToken);
            file.Refresh();
        }

        // The last write was before the list of open files, so the list contains an open file, also a copy with the time of its source.
        if ((DateTime.UtcNow - _listTime).Duration() > QuietTime)
        {
            (_written, _listTime) = ([.. ListWritten()], DateTime.UtcNow);
        }

        return !file.Exists || file.Length != length || file.LastWriteTimeUtc != time
            || (_written.Count > 0 && _written.Contains(RealPath(path)));
    }

#if NET
    /// <summary>The path of a file without links, as the list has it.</summary>
    private static string RealPath(string path) => Read(
        () =>
        {
            using var file = File.OpenHandle(path);
            return new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;
        },
        null) ?? path;

    /// <summary>The files that programs of the user have open for writing, on Linux.</summary>
    private static IEnumerable<string> ListWritten() =>
        from process in OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : []
        where char.IsDigit(process[^1])
        from link in Read(() => Directory.GetFiles($"{process}/fd"), [])
        let file = TargetOf(link)
        where file is not null && MediaType.Of(file) is not null
            && Read(() => File.ReadAllLines(link.Replace("/fd/", "/fdinfo/")), []).Any(IsForWriting)

            // The number can have been that of another file meanwhile.
            && TargetOf(link) == file
        select file;

    private static string? TargetOf(string link) => Read(() => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName, null);

    // The flags are octal: 1 is for writing, 2 for reading and writing.
    private static bool IsForWriting(string line) => line.StartsWith("flags:", StringComparison.Ordinal) && line[^1] is '1' or '2';

    /// <summary>The default if the process belongs to another user, or if it just ended or closed the file.</summary>
    private static T Read<T>(Func<T> read, T other)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return other;
        }
    }
#else
    /// <summary>On Windows, a file that is open for writing can't be read at all.</summary>
    private static IEnumerable<string> ListWritten() => [];

    private static string RealPath(string path) => path;
#endif
}
