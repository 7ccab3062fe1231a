using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests;

/// <summary>Timelines for the tests of pictures.</summary>
internal static class PictureSamples
{
    public static PictureSource Trip => Source(TripTracks);

    public static PictureSource Source(params Track[] tracks) => new(
        tracks, "beach trip", "1920x1080",
        [new PictureMedia("beach.mp4", TimeSpan.FromSeconds(6), 25), new PictureMedia("sunset.mp4", TimeSpan.FromSeconds(7), 30)]);
}
