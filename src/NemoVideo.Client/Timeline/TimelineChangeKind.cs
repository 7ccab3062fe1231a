namespace NemoVideo.Client.Timeline;

/// <summary>What a change of the timeline is.</summary>
public enum TimelineChangeKind
{
    /// <summary>Something that has no name here: undocumented fields. At most one in a difference, always the last.</summary>
    Other,

    /// <summary>A track that holds nothing yet. A new track with segments is told by its segments.</summary>
    TrackAdded,

    /// <summary>A track that held nothing. A removed track with segments is told by its segments.</summary>
    TrackRemoved,

    /// <summary>A track stands at another place among the tracks that both states have.</summary>
    TrackMoved,

    /// <summary>A clip, a piece of music or a text is there that was not.</summary>
    SegmentAdded,

    /// <summary>A clip, a piece of music or a text is gone.</summary>
    SegmentRemoved,

    /// <summary>A segment is shorter; its start may be another one too.</summary>
    SegmentTrimmed,

    /// <summary>A segment is longer; its start may be another one too.</summary>
    SegmentLengthened,

    /// <summary>A segment of the same length begins elsewhere, and not only because of what changed before it.</summary>
    SegmentMoved,

    /// <summary>Another clip or piece of music stands in the place of one that is gone.</summary>
    SegmentReplaced,

    /// <summary>A segment is louder or softer.</summary>
    VolumeChanged,

    /// <summary>A title or another text has other words.</summary>
    TextChanged,

    /// <summary>The picture has another size.</summary>
    CanvasChanged,

    /// <summary>The timeline, a track, a clip or a piece of music has another name.</summary>
    NameChanged,
}
