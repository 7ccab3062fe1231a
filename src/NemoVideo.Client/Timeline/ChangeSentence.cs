using System.Globalization;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Timeline;

/// <summary>Changes in words, after the seeds' <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
internal static class ChangeSentence
{
    /// <summary>More than this many sentences say less.</summary>
    private const int Most = 8;

    public static string Of(TimelineChange change)
    {
        var name = Shown(change.Name, change);
        return change.Kind switch
        {
            TimelineChangeKind.TrackAdded => $"{TrackLabel(change)} added",
            TimelineChangeKind.TrackRemoved => $"{TrackLabel(change)} removed",
            TimelineChangeKind.TrackMoved => Format($"{TrackLabel(change)} moved", null, $"({change.Before?.TrackNumber} to {change.After?.TrackNumber})"),
            TimelineChangeKind.SegmentAdded => Format($"{Noun(change)} added", name, Details(change.After)),
            TimelineChangeKind.SegmentRemoved => Format($"{Noun(change)} removed", name),
            TimelineChangeKind.SegmentTrimmed => Format($"{Label(change)} trimmed", name, Times(change)),
            TimelineChangeKind.SegmentLengthened => Format($"{Label(change)} lengthened", name, Times(change)),
            TimelineChangeKind.SegmentMoved => Format($"{Label(change)} moved", name, Times(change)),
            TimelineChangeKind.SegmentReplaced => Format(
                $"{Noun(change)} replaced", Join(Shown(change.Before?.Text, change), "by", Shown(change.After?.Text, change)), Details(change.After)),
            TimelineChangeKind.VolumeChanged => FormatVolume(change, name),
            TimelineChangeKind.TextChanged => FormatValues("Text", Shown(change.Before?.Text, change), Shown(change.After?.Text, change)),
            TimelineChangeKind.NameChanged => FormatValues("Name", Shown(change.Before?.Text, change), Shown(change.After?.Text, change)),
            TimelineChangeKind.CanvasChanged => FormatValues("Canvas", change.Before?.Canvas?.ToString(), change.After?.Canvas?.ToString()),
            _ => Format("Other change", name),
        };
    }

    /// <summary>
    /// The sentences in one line. What has no name is told only where nothing else is: a service counts its revisions and
    /// notes its times with every edit.
    /// </summary>
    public static string Of(IReadOnlyList<TimelineChange> changes)
    {
        var named = changes.Where(static change => change.Kind != TimelineChangeKind.Other).ToList();
        var told = named.Count > 0 ? named : changes;
        var rest = told.Count > Most ? $"; and {told.Count - Most} more" : "";
        return string.Join("; ", told.Take(Most)) + rest;
    }

    /// <summary>Time and loudness in brackets; null where neither is known.</summary>
    public static string? Details(TimelineValue? value)
    {
        var details = new[] { Time(value), Loudness(value) }.Where(static text => text is not null).ToList();
        return details.Count == 0 ? null : $"({string.Join(", ", details)})";
    }

    public static string Join(params string?[] parts) => string.Join(" ", parts.Where(static part => part is not null));

    private static string Format(string what, string? name, string? details = null) =>
        name is null ? Join(what, details) : Join($"{what}: {name}", details);

    private static string FormatValues(string what, string? before, string? after) => (before, after) switch
    {
        (null, _) => Format($"{what} set", after),
        (_, null) => Format($"{what} cleared", before),
        _ => Format($"{what} changed", $"{before} to {after}"),
    };

    private static string FormatVolume(TimelineChange change, string? name) => (Loudness(change.Before), Loudness(change.After)) switch
    {
        (null, { } after) => Format("Volume set", name, $"({after})"),
        ({ } before, null) => Format("Volume cleared", name, $"({before})"),
        var (before, after) => Format("Volume changed", name, $"({before} to {after})"),
    };

    private static string? Times(TimelineChange change) =>
        Time(change.Before) is { } before && Time(change.After) is { } after ? $"({before} to {after})" : null;

    private static string? Time(TimelineValue? value) => value switch
    {
        { Start: { } start, Duration: { } duration } => TimelineSummary.Range(start, Segment.EndOf(start, duration)),
        { Duration: { } duration } => TimelineSummary.Seconds(duration) + "s",
        { Start: { } start } => $"from {TimelineSummary.Seconds(start)}s",
        _ => null,
    };

    private static string? Loudness(TimelineValue? value) => TimelineSummary.Loudness(value?.Volume);

    private static string? Shown(string? name, TimelineChange change) =>
        name is null ? null : change.TrackKind == TrackKind.Text ? $"\"{ControlCharacters.OneLine(name)}\"" : ControlCharacters.OneLine(name);

    private static string Noun(TimelineChange change) => change.TrackKind == TrackKind.Video ? "Clip" : Label(change);

    private static string Label(TimelineChange change) => change.TrackKind switch
    {
        TrackKind.Video => "Video",
        TrackKind.Audio => "BGM",
        TrackKind.Text => "Title",
        _ => "Segment",
    };

    private static string TrackLabel(TimelineChange change) => change.TrackKind is null or TrackKind.Other
        ? "Track " + change.TrackNumber?.ToString(CultureInfo.InvariantCulture)
        : Label(change) + " track";
}
