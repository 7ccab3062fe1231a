namespace NemoVideo.Client.Timeline;

/// <summary>One thing that differs between two states of a session.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="TrackNumber">The track that it is about, by its place now (or before, where it is gone); null where it is about none.</param>
/// <param name="TrackKind">What that track holds; null where it is about none.</param>
/// <param name="Name">What is changed: the segment's name or text now (before, where it is gone), else its track's; for
/// <see cref="TimelineChangeKind.Other"/> the fields that changed. Null where it has none.</param>
/// <param name="Before">The value before; null where there was none.</param>
/// <param name="After">The value now; null where there is none.</param>
public sealed record TimelineChange(
    TimelineChangeKind Kind,
    int? TrackNumber,
    TrackKind? TrackKind,
    string? Name,
    TimelineValue? Before,
    TimelineValue? After)
{
    /// <summary>The change as a sentence without its full stop, such as <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
    public string Sentence => ChangeSentence.Of(this);

    /// <inheritdoc cref="Sentence"/>
    public override string ToString() => Sentence;
}
