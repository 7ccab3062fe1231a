namespace NemoVideo.Client.Timeline;

/// <summary>
/// A timeline drawn with bars, for a terminal: a scale, and under it a line for each track, or several where segments lie over
/// one another.
/// <code>
///           0s            5s           10s
/// 1. Video  |███ beach ███|███ sunset ███|  0-10s
/// 2. Title  |░ "Hi" ░|                      0-3s
/// </code>
/// </summary>
public static class TimelineChart
{
    /// <summary>A chart narrower than this shows nothing.</summary>
    public const int LeastWidth = 20;

    private const int MostLayers = 4;
    private const int WidestLabel = 16;
    private const int LeastBars = 24;
    private const string Gap = "  ";

    /// <summary>The characters of bars that are not ASCII, for a caller to find out whether its output can show them.</summary>
    public static string BlockCharacters => "█▒░▓";

    /// <summary>Draws a timeline.</summary>
    /// <param name="tracks">Its tracks.</param>
    /// <param name="width">The columns that there are; no line is wider. Below <see cref="LeastWidth"/> it counts as that.</param>
    /// <param name="isAscii">Whether bars are drawn with ASCII characters. Names are shown as they are.</param>
    /// <returns>The lines, without spaces at their ends.</returns>
    public static IReadOnlyList<string> Draw(IReadOnlyList<Track> tracks, int width, bool isAscii)
    {
        if (tracks.Count == 0)
        {
            return [TimelineSummary.Of(tracks)];
        }

        var columns = Math.Max(width, LeastWidth);
        var charts = tracks.Select(static track => new TrackChart(track, MostLayers)).ToList();
        var labels = charts.Select(static chart => ChartText.Cut(chart.Label, WidestLabel)).ToList();
        var labelWidth = labels.Max(ChartText.WidthOf);
        var bars = columns - labelWidth - Gap.Length - 1;
        var besideNotes = bars - Gap.Length - charts.Max(static chart => ChartText.WidthOf(chart.Note));
        var hasNotes = besideNotes >= LeastBars;
        var total = charts.Max(static chart => chart.End);
        var scale = new ChartScale(total, Math.Max(hasNotes ? besideNotes : bars, 1));

        var margin = new string(' ', labelWidth + Gap.Length);
        var lines = new List<string> { margin + scale };
        foreach (var (chart, label) in charts.Zip(labels, static (chart, label) => (chart, label)))
        {
            var head = label + new string(' ', margin.Length - ChartText.WidthOf(label));
            var drawn = chart.Draw(scale, isAscii).ToList();
            lines.Add(head + drawn[0] + (hasNotes ? Gap + chart.Note : ""));
            lines.AddRange(drawn.Skip(1).Select(bar => margin + bar));
        }

        return [.. lines.Select(static line => line.TrimEnd()).Where(static line => line.Length > 0)];
    }
}
