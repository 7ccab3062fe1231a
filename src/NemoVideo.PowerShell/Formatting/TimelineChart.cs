namespace NemoVideo.PowerShell.Formatting;

/// <summary>
/// A timeline drawn with bars, for a terminal: a scale, then a line for each track, or several if segments overlap.
/// <code>
///           0s            5s           10s
/// 1. Video  |███ beach ███|███ sunset ███|  0-10s
/// 2. Title  |░ "Hi" ░|                      0-3s
/// </code>
/// </summary>
internal static class TimelineChart
{
    public const int MinWidth = 20;

    private const int MaxLayers = 4;
    private const int MaxLabelWidth = 16;
    private const int MinBarColumns = 24;
    private const string Gap = "  ";

    /// <summary>The characters of bars that aren't ASCII. A caller uses them to find out whether its output can show them.</summary>
    public static string BlockCharacters => "█▒░▓";

    /// <summary>Draws lines of at most this width in columns, without trailing spaces. ASCII is for bars; names are unchanged.</summary>
    public static IReadOnlyList<string> Draw(IReadOnlyList<Track> tracks, int width, bool isAscii)
    {
        if (tracks.Count == 0)
        {
            return [TimelineSummary.Of(tracks)];
        }

        var columns = Math.Max(width, MinWidth);
        var charts = tracks.Select(static track => new TrackChart(track, MaxLayers)).ToList();
        var labels = charts.Select(static chart => ChartText.Cut(chart.Label, MaxLabelWidth)).ToList();
        var labelWidth = labels.Max(ChartText.WidthOf);
        var bars = columns - labelWidth - Gap.Length - 1;
        var barColumnsWithNotes = bars - Gap.Length - charts.Max(static chart => ChartText.WidthOf(chart.Note));
        var hasNotes = barColumnsWithNotes >= MinBarColumns;
        var total = charts.Max(static chart => chart.End);
        var scale = new ChartScale(total, Math.Max(hasNotes ? barColumnsWithNotes : bars, 1));

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
