namespace NemoVideo.Pictures.Timelines;

/// <summary>The colors of SVG and HTML pictures, for light and dark displays. Each text has a contrast of 4.5 or more.</summary>
internal static class PictureTheme
{
    public const string Fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', sans-serif";

    // The same names in both themes: page and lane are backgrounds; ink and muted are texts on them. For each kind of track, the fill of a
    // block, the ink on it, and its edge.
    private static readonly (string Name, string Light, string Dark)[] Values =
    [
        ("page", "#ffffff", "#0f1318"),
        ("lane", "#f3f5f8", "#181d24"),
        ("grid", "#d8dee6", "#2c343e"),
        ("ink", "#1b2027", "#e8ecf1"),
        ("muted", "#57616d", "#9aa5b1"),
        ("video-fill", "#d9e6ff", "#173462"),
        ("video-ink", "#0b3a8f", "#d3e3ff"),
        ("video-edge", "#2f6feb", "#5b93ff"),
        ("audio-fill", "#cdf0e0", "#0d3f2e"),
        ("audio-ink", "#0a4f35", "#c3f2dc"),
        ("audio-edge", "#17966a", "#3ecf93"),
        ("text-fill", "#ece0ff", "#38245f"),
        ("text-ink", "#4f2a93", "#e6d9ff"),
        ("text-edge", "#8a5cf0", "#a987ff"),
        ("other-fill", "#e4e7ec", "#2b323b"),
        ("other-ink", "#38414c", "#dbe1e8"),
        ("other-edge", "#76818e", "#8c97a4"),
        ("added", "#0a6b46", "#3ecf93"),
        ("removed", "#b3261e", "#ff8a80"),
        ("changed", "#8a5300", "#f0b35b"),
    ];

    /// <summary>CSS that defines each color as a variable. A display without a preference is light.</summary>
    public static string Variables(string selector) =>
        $"{selector}{{{Join(static color => color.Light)}}}"
        + $"@media(prefers-color-scheme:dark){{{selector}{{{Join(static color => color.Dark)}}}}}";

    /// <summary>The kind of a lane as a CSS class.</summary>
    public static string ClassOf(TrackKind kind) => kind switch
    {
        TrackKind.Video => "video",
        TrackKind.Audio => "audio",
        TrackKind.Text => "text",
        _ => "other",
    };

    /// <summary>The kind of a lane in a legend.</summary>
    public static string NameOf(TrackKind kind) => kind switch
    {
        TrackKind.Video => "Video",
        TrackKind.Audio => "Audio",
        TrackKind.Text => "Title",
        _ => "Other",
    };

    /// <summary>A change of a lane in words, with a sign; empty for none.</summary>
    public static string NameOf(LaneChange change) => change switch
    {
        LaneChange.Added => "+ new",
        LaneChange.Removed => "− removed",
        LaneChange.Changed => "~ changed",
        _ => "",
    };

    /// <summary>A change as a CSS class, which is also the name of its color.</summary>
    public static string ClassOf(LaneChange change) => change switch
    {
        LaneChange.Added => "added",
        LaneChange.Removed => "removed",
        LaneChange.Changed => "changed",
        _ => "same",
    };

    private static string Join(Func<(string Name, string Light, string Dark), string> valueOf) =>
        string.Concat(Values.Select(color => $"--{color.Name}:{valueOf(color)};"));
}
