using System.Diagnostics;

namespace NemoVideo.Soak;

/// <summary>What it takes to get a line of a journal's length onto the disk, with nothing around it.</summary>
internal static class FlushCost
{
    private const int Count = 50;
    private const int LineBytes = 300;

    /// <summary>The median in a folder, which is made where there is none.</summary>
    public static TimeSpan Measure(string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(
            Path.Combine(folder, "flush"), FileMode.Create, FileAccess.Write, FileShare.None, LineBytes, FileOptions.DeleteOnClose);
        var line = new byte[LineBytes];
        var times = new List<TimeSpan>(Count);
        for (var i = 0; i < Count; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            file.Write(line);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        return times.Order().ElementAt(Count / 2);
    }
}
