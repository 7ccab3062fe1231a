using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Output;

/// <summary>One track of a timeline.</summary>
public sealed class NemoTrack
{
    internal NemoTrack(Track track)
    {
        Number = track.Number;
        Kind = track.Kind.ToString();
        TypeCode = track.TypeCode;
        Name = track.Name;
        Segments = Array.AsReadOnly(track.Segments.Select(static segment => new NemoSegment(segment)).ToArray());
        Summary = track.ToString();
    }

    /// <summary>Its place, from 1.</summary>
    public int Number { get; }

    /// <summary>What it holds: <c>Video</c>, <c>Audio</c>, <c>Text</c>, or <c>Other</c> for a type that is not documented.</summary>
    public string Kind { get; }

    /// <summary>The service's code of that type; null where it gives none.</summary>
    public int? TypeCode { get; }

    /// <summary>The track's own name; null where it has none.</summary>
    public string? Name { get; }

    /// <summary>Its segments in order.</summary>
    public IReadOnlyList<NemoSegment> Segments { get; }

    /// <summary>The track in one line, such as <c>1. Video: city timelapse (0-10s)</c>.</summary>
    public string Summary { get; }

    /// <inheritdoc/>
    public override string ToString() => Summary;
}
