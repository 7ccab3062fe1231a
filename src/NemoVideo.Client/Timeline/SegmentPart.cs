using System.Text.Json;

namespace NemoVideo.Client.Timeline;

/// <summary>A segment beside what it was read from.</summary>
internal sealed class SegmentPart(Track track, Segment segment, JsonElement json, string? id, TimeSpan? endBefore)
{
    public Segment Segment => segment;

    public JsonElement Json => json;

    public string? Id => id;

    /// <summary>What people see as its name: its own, else its track's.</summary>
    public string? Name => segment.Name ?? track.Name;

    /// <summary>The room between the segment before it (or the timeline's beginning) and this one; null where it is not known.</summary>
    public TimeSpan? Room => segment.Start - endBefore;

    public TimelineValue Value => new(Name, segment.Start, segment.Duration, segment.Volume);
}
