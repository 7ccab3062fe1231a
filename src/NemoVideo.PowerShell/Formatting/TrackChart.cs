namespace NemoVideo.PowerShell.Formatting;

/// <summary>One track of a chart: its label, its bars and a note next to them.</summary>
internal sealed class TrackChart
{
    private readonly Track _track;
    private readonly string _name;
    private readonly List<List<(TimeSpan Start, TimeSpan End, string Name)>> _layers = [[]];

    public TrackChart(Track track, int maxLayers)
    {
        _track = track;
        _name = Display(track.Name);
        var timed = track.Segments.Where(static segment => segment is { Start: not null, End: not null, Duration: { } duration }
            && duration >= TimeSpan.Zero).ToList();
        var omitted = 0;
        foreach (var segment in timed.OrderBy(static segment => segment.Start))
        {
            omitted += Add(segment.Start!.Value, segment.End!.Value, segment.Name is { } name ? Display(name) : _name, maxLayers) ? 0 : 1;
        }

        End = timed.Count == 0 ? TimeSpan.Zero : timed.Max(static segment => segment.End!.Value);
        var volumes = track.Segments.Select(static segment => segment.Volume).Distinct().ToList();
        Note = string.Join(", ", new[]
        {
            track.Segments.Count == 0 ? "empty" : null,
            timed.Count == 0 ? null : TimelineSummary.Range(timed.Min(static segment => segment.Start), End),
            volumes.Count == 1 ? TimelineSummary.Volume(volumes[0]) : null,
            Count(omitted, "more"),
            Count(track.Segments.Count - timed.Count, "without a time"),
        }.Where(static note => note is not null));
    }

    /// <summary>Such as <c>1. Video</c>, as in the timeline's summary.</summary>
    public string Label => $"{_track.Number.ToString(CultureInfo.InvariantCulture)}. {TimelineSummary.Label(_track)}";

    /// <summary>The note next to the bars, such as <c>0-10s, 35%</c>.</summary>
    public string Note { get; }

    /// <summary>The end of its last segment; zero if no end is known.</summary>
    public TimeSpan End { get; }

    /// <summary>Its bars: a line for each layer of overlapping segments.</summary>
    public IEnumerable<ChartBar> Draw(ChartScale scale, bool isAscii)
    {
        var fill = Fill(isAscii);
        foreach (var layer in _layers)
        {
            var bar = new ChartBar(scale);
            layer.ForEach(segment => bar.Draw(segment.Start, segment.End, segment.Name, fill));
            yield return bar;
        }
    }

    private static string? Count(int count, string what) =>
        count == 0 ? null : $"{count.ToString(CultureInfo.InvariantCulture)} {what}";

    private bool Add(TimeSpan start, TimeSpan end, string name, int maxLayers)
    {
        var layer = _layers.FirstOrDefault(layer => layer.Count == 0 || layer[layer.Count - 1].End <= start);
        if (layer is null && _layers.Count < maxLayers)
        {
            _layers.Add(layer = []);
        }

        layer?.Add((start, end, name));
        return layer is not null;
    }

    private string Display(string? text)
    {
        var name = ChartText.Clean(text ?? "").Trim();
        return name.Length > 0 && _track.Kind == TrackKind.Text ? $"\"{name}\"" : name;
    }

    private char Fill(bool isAscii) => _track.Kind switch
    {
        TrackKind.Video => isAscii ? '#' : '█',
        TrackKind.Audio => isAscii ? '=' : '▒',
        TrackKind.Text => isAscii ? '-' : '░',
        _ => isAscii ? '+' : '▓',
    };
}
