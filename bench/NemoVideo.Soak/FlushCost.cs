using System.Diagnostics;

namespace NemoVideo.Soak;

/// <summary>Measures how long it takes to flush one history line to the disk.</summary>
internal static class FlushCost
{
    private const int Count = 50;
    private const int LineBytes = 300;

    /// <summary>The median for a folder, which is created if necessary.</summary>
    public static TimeSpan Measure(string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(
            Path.Combine(folder, "flush"), FileMode.Create, FileAccess.Write, FileShare.None, LineBytes, FileOptions.DeleteOnClose);
        var line = new byte[LineBytes];
        var times = new List<TimeSpan>(Count);
        for (var i = 0; i < Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(line);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Order().ElementAt(Count / 2);
    }
}
