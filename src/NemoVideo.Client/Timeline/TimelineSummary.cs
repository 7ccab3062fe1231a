namespace NemoVideo.Client.Timeline;

/// <summary>The timeline in one line (protocol section 7), and the same notation for single values:
/// <c>Timeline (2 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%)</c>.</summary>
public static class TimelineSummary
{
    private const int MaxUploads = 5;

    /// <summary>The summary of a timeline; <c>Timeline (empty)</c> without tracks.</summary>
    public static string Of(IReadOnlyList<Track> tracks) => tracks.Count switch
    {
        0 => "Timeline (empty)",
        1 => $"Timeline (1 track): {Of(tracks[0])}",
        _ => $"Timeline ({tracks.Count} tracks): {string.Join(" ", tracks.Select(Of))}",
    };

    /// <summary>The names of uploads, such as <c>beach.mp4, city.mp4</c>, up to 5; then the number of the others.</summary>
    public static string Of(IReadOnlyList<UploadedMedia> uploads)
    {
        var names = string.Join(", ", uploads.Take(MaxUploads).Select(static upload => DraftReader.Limit(UrlText.Hide(upload.FileName))));
        return uploads.Count > MaxUploads ? $"{names} and {uploads.Count - MaxUploads} more" : names;
    }

    /// <summary>The label of a track's kind, such as <c>BGM</c>.</summary>
    public static string Label(Track track) =>
        Label(track.Kind) ?? (track.TypeCode is { } code ? $"Track type {code}" : "Track");

    /// <summary>A range such as <c>0-10s</c>; null if either time is null.</summary>
    public static string? Range(TimeSpan? start, TimeSpan? end) =>
        start is { } from && end is { } to ? $"{Seconds(from)}-{Seconds(to)}s" : null;

    /// <summary>A volume such as <c>35%</c>; null for null.</summary>
    public static string? Volume(double? volume) =>
        volume is { } known ? $"{(known * 100).ToString("0.#", CultureInfo.InvariantCulture)}%" : null;

    /// <summary>A time in seconds without its unit, such as <c>1.5</c>.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    internal static string? Label(TrackKind? kind) => kind switch
    {
        TrackKind.Video => "Video",
        TrackKind.Audio => "BGM",
        TrackKind.Text => "Title",
        _ => null,
    };

    internal static string Of(Track track) => $"{track.Number}. {Label(track)}: {DescribeSegments(track)}";

    internal static string Join(string separator, params string?[] parts) =>
        string.Join(separator, parts.Where(static part => part is not null));

    /// <summary>Returns the parts that aren't null in parentheses; null if all of them are null.</summary>
    internal static string? Parenthesize(params string?[] parts) => Join(", ", parts) is { Length: > 0 } text ? $"({text})" : null;

    /// <summary>Formats a name on one line, with quotation marks if it is a text, and without secrets in URLs.</summary>
    internal static string? Quote(string? name, TrackKind? kind) => name is null ? null
        : UrlText.Hide(ControlCharacters.OneLine(name)) is var shown && kind == TrackKind.Text ? $"\"{shown}\"" : shown;

    private static string DescribeSegments(Track track) =>
        track.Segments.Count == 0 ? "empty" : string.Join(", ", track.Segments.Select(segment => Describe(segment, track)));

    private static string Describe(Segment segment, Track track) => Join(
        " ", Quote(segment.Name ?? track.Name, track.Kind), Parenthesize(Range(segment.Start, segment.End), Volume(segment.Volume)));
}
