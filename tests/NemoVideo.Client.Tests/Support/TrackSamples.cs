using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Tracks for the tests of timelines and pictures.</summary>
internal static class TrackSamples
{
    public static Track Clips =>
        Lane(1, TrackKind.Video, Part("beach", 0, 6), Part("sunset", 6, 5) with { SourceStart = TimeSpan.FromSeconds(2) });

    /// <summary>Two clips, music and two titles.</summary>
    public static Track[] TripTracks =>
        [Clips, Lane(2, TrackKind.Audio, Part("Lo-fi", 0, 11, 0.35)),
            Lane(3, TrackKind.Text, Part("城市的梦 🎬", 0, 3), Part("Bye", 8, 3))];

    public static Track Lane(int number, TrackKind kind, params Segment[] segments) => new(number, kind, (int)kind, null, segments);

    public static Segment Part(string? name, double? start, double? length, double? volume = null) =>
        new(name, Seconds(start), Seconds(length), volume);

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
