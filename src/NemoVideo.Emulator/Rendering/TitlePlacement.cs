namespace NemoVideo.Emulator.Rendering;

/// <summary>The places and the colors of titles, the default first.</summary>
internal static class TitlePlacement
{
    public static readonly IReadOnlyList<string> Places =
        ["center", "top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"];

    // Those of ffmpeg with the same names.
    public static readonly IReadOnlyList<string> Colors =
        ["white", "black", "red", "orange", "yellow", "gold", "green", "cyan", "blue", "purple", "pink", "gray", "grey"];

    /// <summary>The position of the text in the coordinates of ffmpeg: a margin of 7 percent from the edges.</summary>
    public static (string X, string Y) PositionOf(string place) => (
        place.EndsWith("left", StringComparison.Ordinal) ? "w*0.07"
            : place.EndsWith("right", StringComparison.Ordinal) ? "w*0.93-tw"
            : "(w-tw)/2",
        place.StartsWith("top", StringComparison.Ordinal) ? "h*0.09"
            : place.StartsWith("bottom", StringComparison.Ordinal) ? "h*0.91-th"
            : "(h-th)/2");
}
