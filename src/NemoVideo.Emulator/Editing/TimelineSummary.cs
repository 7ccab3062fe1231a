namespace NemoVideo.Emulator.Editing;

/// <summary>Formats a draft as one line, as in protocol section 7.</summary>
internal static class TimelineSummary
{
    public static string Format(Draft draft)
    {
        var tracks = Enum.GetValues<TrackType>().Where(type => draft.Track(type).Count > 0).ToList();
        var texts = tracks.Select((type, index) => $"{index + 1}. {NameOf(type)}: {string.Join(", ", Parts(type, draft.Track(type)))}");
        return tracks.Count == 0
            ? "The timeline is empty."
            : $"Timeline ({tracks.Count} track{(tracks.Count == 1 ? "" : "s")}): {string.Join(' ', texts)}";
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
            yield return $"{name} ({AgentTextFormat.Range(start, segment.Length)})";
        }
    }
}
