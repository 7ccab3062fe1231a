using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Output;

/// <summary>One segment of a track: a clip, a piece of music or a text. What the service does not say is null.</summary>
/// <remarks>
/// Times are TimeSpans here as everywhere, which compare, add up, sort and go into CSV files as people expect. ConvertTo-Json
/// writes a TimeSpan, of whatever object, as all of its fields; numbers or texts in their place would read better there and
/// worse everywhere else, so it is <c>TotalSeconds</c> that a reader of the JSON takes.
/// </remarks>
public sealed class NemoSegment
{
    internal NemoSegment(Segment segment)
    {
        Name = segment.Name;
        Start = segment.Start;
        Duration = segment.Duration;
        Volume = segment.Volume;
    }

    /// <summary>Its name, or the text that it shows.</summary>
    public string? Name { get; }

    /// <summary>Where it begins.</summary>
    public TimeSpan? Start { get; }

    /// <summary>Its length.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Its loudness, 0 to 1.</summary>
    public double? Volume { get; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";
}
