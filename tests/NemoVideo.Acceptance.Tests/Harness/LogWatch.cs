namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>
/// Watches how the files of a folder grow. It doesn't open them, because the process that writes them may have locked them.
/// </summary>
/// <param name="folder">The folder. Its subfolders are included.</param>
internal sealed class LogWatch(string folder)
{
    private readonly Dictionary<string, long> _lengths = [];

    /// <summary>The file that was the last to grow.</summary>
    public string? Last { get; private set; }

    /// <summary>How often a file has grown: once for each line that a process flushes before it continues.</summary>
    public int Count { get; private set; }

    /// <summary>Waits for a number of lines, and returns as soon as they are written.</summary>
    /// <param name="count">The number of lines in all files.</param>
    /// <param name="end">What ends the wait earlier.</param>
    /// <returns>Whether there were as many lines.</returns>
    public bool Wait(int count, Task end)
    {
        while (true)
        {
            var hasEnded = end.IsCompleted;
            Read();
            if (Count >= count || hasEnded)
            {
                return Count >= count;
            }

            Thread.Sleep(1);
        }
    }

    private void Read()
    {
        // A file that is written as a whole has a temporary name until then.
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(static file => file.Extension != ".part"))
        {
            var length = file.Exists ? file.Length : 0;
            if (length > _lengths.GetValueOrDefault(file.FullName))
            {
                Last = file.FullName;
                Count++;
            }

            _lengths[file.FullName] = length;
        }
    }
}
