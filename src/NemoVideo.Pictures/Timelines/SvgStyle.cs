namespace NemoVideo.Pictures.Timelines;

/// <summary>The constant CSS of SVG pictures.</summary>
internal static class SvgStyle
{
    private const string Wide =
        ".page{fill:var(--page)}.lane{fill:var(--lane)}.grid{stroke:var(--grid)}.ink{fill:var(--ink)}.muted{fill:var(--muted)}"
        + "text{font-size:13px}.title{font-size:22px;font-weight:650}.caption{font-size:15px;font-weight:650}.label{font-weight:600}"
        + ".small{font-size:11px}.name{font-weight:600}.added{fill:var(--added)}.removed{fill:var(--removed)}.changed{fill:var(--changed)}"
        + ".same rect{fill:var(--other-fill)}.same .edge{fill:var(--other-edge)}.same text{fill:var(--muted)}"
        + ".outline rect{fill:none;stroke:var(--ink);stroke-width:1.5}";

    /// <summary>The CSS of a picture.</summary>
    public static string Text { get; } = "svg{max-width:100%;height:auto}" + PictureTheme.Variables("svg") + Wide
        + string.Concat(new[] { "video", "audio", "text", "other" }.Select(static kind =>
            $".{kind} rect{{fill:var(--{kind}-fill)}}.{kind} text{{fill:var(--{kind}-ink)}}.{kind} .edge{{fill:var(--{kind}-edge)}}"
            + $".{kind}.new .body{{stroke:var(--{kind}-edge);stroke-width:1.5}}"));
}
