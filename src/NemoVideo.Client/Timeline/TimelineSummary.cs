using System.Globalization;

namespace NemoVideo.Client.Timeline;

/// <summary>
/// The timeline in one line, in exactly the seeds' form:
/// <c>Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)</c>.
/// </summary>
internal static class TimelineSummary
{
    public static string Of(IReadOnlyList<Track> tracks)
    {
        var head = tracks.Count == 1 ? "Timeline (1 track):" : $"Timeline ({tracks.Count} tracks):";
        return tracks.Count == 0
            ? "Timeline (empty)"
            : head + string.Concat(tracks.Select(static track => " " + Of(track)));
    }

    public static string Of(Track track) => $"{track.Number}. {Label(track)}: {Describe(track)}";

    public static string Label(Track track) => track.Kind switch
    {
        TrackKind.Video => "Video",
        TrackKind.Audio => "BGM",
        TrackKind.Text => "Title",
        _ => track.TypeCode is { } code ? $"Track type {code}" : "Track",
    };

    public static string? Range(TimeSpan? start, TimeSpan? end) =>
        start is { } from && end is { } to ? $"{Seconds(from)}-{Seconds(to)}s" : null;

    public static string? Loudness(double? volume) =>
        volume is { } known ? $"{(known * 100).ToString("0.#", CultureInfo.InvariantCulture)}%" : null;

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Describe(Track track) => track.Segments.Count == 0
        ? "empty"
        : string.Join(", ", track.Segments.Select(segment => Describe(segment, track)));

    private static string Describe(Segment segment, Track track)
    {
        var name = segment.Name ?? track.Name;
        var shown = name is null ? null : track.Kind == TrackKind.Text ? $"\"{name}\"" : name;
        var details = string.Join(", ", new[] { Range(segment.Start, segment.End), Loudness(segment.Volume) }.Where(static text => text is not null));
        return string.Join(" ", new[] { shown, details.Length == 0 ? null : $"({details})" }.Where(static text => text is not null));
    }
}
