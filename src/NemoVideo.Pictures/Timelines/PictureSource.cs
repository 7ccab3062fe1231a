using NemoVideo.Client.Http;

namespace NemoVideo.Pictures.Timelines;

/// <summary>The values of a state that a picture shows.</summary>
/// <param name="Tracks">The tracks in order.</param>
/// <param name="Name">The name of the session; null if it is unknown.</param>
/// <param name="Canvas">The frame size, such as <c>1920x1080</c>; null if it is unknown.</param>
/// <param name="Uploads">The uploaded files.</param>
public sealed record PictureSource(IReadOnlyList<Track> Tracks, string? Name, string? Canvas, IReadOnlyList<PictureMedia> Uploads)
{
    /// <summary>The values of a state.</summary>
    public static PictureSource Of(TimelineState state)
    {
        _ = state ?? throw new ArgumentNullException(nameof(state));
        return new(
            state.Tracks, state.Name, state.Canvas,
            [.. state.Uploads.Select(static upload => new PictureMedia(upload.FileName, upload.Duration, upload.FrameRate))]);
    }

    /// <summary>Reads the tracks of a draft. Null or invalid JSON has no tracks.</summary>
    /// <param name="draft">The draft as JSON.</param>
    /// <exception cref="NemoException">The draft contains more than 100,000 tracks and segments.</exception>
    public static IReadOnlyList<Track> ReadTracks(string? draft)
    {
        if (draft is null)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(draft, JsonAccess.Options);
            return DraftReader.ReadTracks(document.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
