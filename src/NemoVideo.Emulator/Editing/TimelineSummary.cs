namespace NemoVideo.Emulator.Editing;

/// <summary>Formats a draft as one line, as in protocol section 7.</summary>
internal static class TimelineSummary
{
    public static string Format(Draft draft)
    {
        var tracks = Enum.GetValues<TrackType>()
            .Select(type => (Type: type, Segments: draft.Track(type)))
            .Where(track => track.Segments.Count > 0)
            .Select((track, index) => $"{index + 1}. {NameOf(track.Type)}: {string.Join(", ", Parts(track.Type, track.Segments))}")
            .ToList();
        return tracks.Count == 0
            ? "The timeline is empty."
            : string.Create(CultureInfo.InvariantCulture, $"Timeline ({tracks.Count} track{(tracks.Count == 1 ? "" : "s")}): {string.Join(' ', tracks)}");
    }

    private static string NameOf(TrackType type) => type switch
    {
        TrackType.Video => "Video",
        TrackType.Audio => "BGM",
        _ => "Title",
    };

    private static IEnumerable<string> Parts(TrackType type, IReadOnlyList<Segment> segments)
    {
        var end = TimeSpan.Zero;
        foreach (var segment in segments)
        {
            var start = type == TrackType.Video ? end : segment.Start;
            end = start + segment.Length;
            var name = type == TrackType.Text ? $"\"{segment.Name}\"" : segment.Name;
            yield return $"{name} {AgentTextFormat.Range(start, segment.Length)}";
        }
    }
}
