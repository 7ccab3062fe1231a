namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>Watches the lines that a process appends to the files of a folder.</summary>
/// <param name="folder">The folder. Its subfolders are included.</param>
internal sealed class LogWatch(string folder)
{
    private Dictionary<string, int> _lines = [];

    /// <summary>The file that was the last to get a line.</summary>
    public string? Last { get; private set; }

    /// <summary>The number of lines in all files.</summary>
    public int Count => _lines.Values.Sum();

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
        var lines = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(static path => path, CountLines);
        Last = lines.Where(file => file.Value > _lines.GetValueOrDefault(file.Key))
            .OrderBy(static file => File.GetLastWriteTimeUtc(file.Key)).Select(static file => file.Key).LastOrDefault(Last);
        _lines = lines;
    }

    private static int CountLines(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Count((byte)'\n');
        }
        catch (IOException)
        {
            // It was renamed, or another process has locked it.
            return 0;
        }
    }
}
