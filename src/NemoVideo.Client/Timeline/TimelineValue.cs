using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Timeline;

/// <summary>One side of a change. What does not apply, or is missing on the wire, is null.</summary>
/// <param name="Text">The name, or the text that is shown.</param>
/// <param name="Start">Where the segment begins.</param>
/// <param name="Duration">The segment's length.</param>
/// <param name="Volume">The segment's loudness, 0 to 1.</param>
/// <param name="Canvas">The size of the picture.</param>
/// <param name="TrackNumber">The place of the track, from 1.</param>
public sealed record TimelineValue(
    string? Text = null,
    TimeSpan? Start = null,
    TimeSpan? Duration = null,
    double? Volume = null,
    CanvasSize? Canvas = null,
    int? TrackNumber = null)
{
    /// <summary>The value in a few characters, such as <c>Lo-fi (0-10s, 35%)</c>.</summary>
    public override string ToString() =>
        Canvas?.ToString() ?? ChangeSentence.Join(Text is null ? null : ControlCharacters.OneLine(Text), ChangeSentence.Details(this));
}
