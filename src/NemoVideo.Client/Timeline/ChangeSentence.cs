namespace NemoVideo.Client.Timeline;

/// <summary>Formats changes as sentences, such as <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
internal static class ChangeSentence
{
    private const int MaxSentences = 8;
    private const int MaxFields = 5;

    public static string Of(TimelineChange change)
    {
        var name = Quote(change.Name, change);
        var (textBefore, textAfter) = (Quote(change.Before?.Text, change), Quote(change.After?.Text, change));
        return change.Kind switch
        {
            TimelineChangeKind.TrackAdded => $"{TrackLabel(change)} added",
            TimelineChangeKind.TrackRemoved => $"{TrackLabel(change)} removed",
            TimelineChangeKind.TrackMoved => $"{TrackLabel(change)} moved ({change.Before?.TrackNumber} to {change.After?.TrackNumber})",
            TimelineChangeKind.SegmentAdded => Format($"{Noun(change)} added", name, Details(change.After)),
            TimelineChangeKind.SegmentRemoved => Format($"{Noun(change)} removed", name),
            TimelineChangeKind.SegmentTrimmed => Format($"{Label(change)} trimmed", name, Times(change)),
            TimelineChangeKind.SegmentLengthened => Format($"{Label(change)} lengthened", name, Times(change)),
            TimelineChangeKind.SegmentMoved => Format($"{Label(change)} moved", name, Times(change)),
            TimelineChangeKind.SegmentReplaced => Format(
                $"{Noun(change)} replaced", TimelineSummary.Join(" ", textBefore, "by", textAfter), Details(change.After)),
            TimelineChangeKind.VolumeChanged => FormatVolume(change, name),
            TimelineChangeKind.TextChanged => FormatValues("Text", textBefore, textAfter),
            TimelineChangeKind.NameChanged => FormatValues("Name", textBefore, textAfter),
            TimelineChangeKind.CanvasChanged => FormatValues("Canvas", change.Before?.Canvas?.ToString(), change.After?.Canvas?.ToString()),
            TimelineChangeKind.SegmentChanged => Format($"{Label(change)} changed", name, TimelineSummary.Parenthesize(change.After?.Text)),
            _ => Format("Other change", change.After?.Text ?? name),
        };
    }

    /// <summary>
    /// Joins the sentences in one line. Other changes, such as colors, are only mentioned if there are known ones, and those of revision
    /// numbers and the like aren't mentioned.
    /// </summary>
    public static string Of(IReadOnlyList<TimelineChange> changes)
    {
        var named = changes.Where(static change => change.Kind != TimelineChangeKind.Other).ToList();
        var listed = named.Count > 0 ? named : changes;
        var rest = listed.Count > MaxSentences ? $"; and {listed.Count - MaxSentences} more" : "";
        var others = named.Count > 0 && changes.Any(MattersToUsers) ? "; other changes" : "";
        return string.Join("; ", listed.Take(MaxSentences)) + rest + others;
    }

    /// <summary>The first five fields as text.</summary>
    public static string List(IReadOnlyCollection<ChangedField> fields, Func<ChangedField, string> format) =>
        string.Join(", ", fields.Take(MaxFields).Select(format))
        + (fields.Count > MaxFields ? $" and {fields.Count - MaxFields} more" : "");

    private static bool MattersToUsers(TimelineChange change) => change is { Kind: TimelineChangeKind.Other, Name: { } paths }
        && paths.Split(',').Select(static path => path.Trim()).Any(static path => path.StartsWith("draft.", StringComparison.Ordinal)
            && new ChangedField(path.Substring(path.LastIndexOf('.') + 1), null).MattersToUsers);

    /// <summary>Time and volume in parentheses; null if both are unknown.</summary>
    public static string? Details(TimelineValue? value) => TimelineSummary.Parenthesize(Time(value), TimelineSummary.Volume(value?.Volume));

    private static string Format(string what, string? name, string? details = null) =>
        TimelineSummary.Join(" ", name is null ? what : $"{what}: {name}", details);

    private static string FormatValues(string what, string? before, string? after) => (before, after) switch
    {
        (null, _) => Format($"{what} set", after),
        (_, null) => Format($"{what} cleared", before),
        _ => Format($"{what} changed", $"{before} to {after}"),
    };

    private static string FormatVolume(TimelineChange change, string? name) =>
        (TimelineSummary.Volume(change.Before?.Volume), TimelineSummary.Volume(change.After?.Volume)) switch
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

    private static string? Quote(string? name, TimelineChange change) => TimelineSummary.Quote(name, change.TrackKind);

    private static string Noun(TimelineChange change) => change.TrackKind == TrackKind.Video ? "Clip" : Label(change);

    private static string Label(TimelineChange change) => TimelineSummary.Label(change.TrackKind) ?? "Segment";

    private static string TrackLabel(TimelineChange change) => TimelineSummary.Label(change.TrackKind) is { } label
        ? label + " track"
        : "Track " + change.TrackNumber?.ToString(CultureInfo.InvariantCulture);
}
