namespace NemoVideo.Client.Timeline;

/// <summary>The size of the picture in pixels.</summary>
/// <param name="Width">From left to right.</param>
/// <param name="Height">From top to bottom.</param>
public sealed record CanvasSize(int Width, int Height)
{
    /// <summary>The size as people write it, such as <c>1920x1080</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
