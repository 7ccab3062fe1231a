namespace NemoVideo.Emulator.Pages;

/// <summary>A segment in a lane. The volume is null if the segment has none.</summary>
internal sealed record Block(string Name, TimeSpan Start, TimeSpan Length, string? Source, double? Volume)
{
    public TimeSpan End => Start + Length;
}

/// <summary>A row of a timeline. Its blocks don't overlap.</summary>
internal sealed record Lane(string Label, TrackType Type, IReadOnlyList<Block> Blocks)
{
    /// <summary>The lanes of a draft from top to bottom, in the order of the module: clips, sound, titles. Segments that overlap are in different lanes.</summary>
    public static IReadOnlyList<Lane> Of(Draft draft) =>
    [
        .. Stack("Video", TrackType.Video, InSequence(draft.Track(TrackType.Video))),
        .. Stack("Audio", TrackType.Audio, draft.Track(TrackType.Audio).Select(segment => ToBlock(segment, segment.Start))),
        .. Stack("Titles", TrackType.Text, draft.Track(TrackType.Text).Select(segment => ToBlock(segment, segment.Start))),
    ];

    private static IEnumerable<Block> InSequence(IReadOnlyList<Segment> segments)
    {
        var start = TimeSpan.Zero;
        foreach (var segment in segments)
        {
            var block = ToBlock(segment, start);
            start = block.End;
            yield return block;
        }
    }

    private static Block ToBlock(Segment segment, TimeSpan start) =>
        new(segment.Name, start, segment.Length, segment.Source, (double?)segment.Node["volume"]);

    private static IEnumerable<Lane> Stack(string label, TrackType type, IEnumerable<Block> blocks)
    {
        var rows = new List<List<Block>>();
        foreach (var block in blocks.Where(static block => block.Length > TimeSpan.Zero).OrderBy(static block => block.Start))
        {
            if (rows.Find(row => row[^1].End <= block.Start) is { } free)
            {
                free.Add(block);
            }
            else
            {
                rows.Add([block]);
            }
        }

        return rows.Select((row, index) => new Lane(rows.Count > 1 ? $"{label} {index + 1}" : label, type, row));
    }
}
