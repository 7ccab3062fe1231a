using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Output;

/// <summary>One side of a change. What does not apply, or what the service does not say, is null.</summary>
public sealed class NemoTimelineValue
{
    private readonly string _text;

    internal NemoTimelineValue(TimelineValue value)
    {
        Text = value.Text;
        Start = value.Start;
        Duration = value.Duration;
        Volume = value.Volume;
        Canvas = value.Canvas?.ToString();
        TrackNumber = value.TrackNumber;
        _text = value.ToString();
    }

    /// <summary>The name, or the text that is shown.</summary>
    public string? Text { get; }

    /// <summary>Where the segment begins.</summary>
    public TimeSpan? Start { get; }

    /// <summary>The segment's length.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The segment's loudness, 0 to 1.</summary>
    public double? Volume { get; }

    /// <summary>The size of the picture, such as <c>1920x1080</c>.</summary>
    public string? Canvas { get; }

    /// <summary>The place of the track, from 1.</summary>
    public int? TrackNumber { get; }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
