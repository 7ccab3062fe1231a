namespace NemoVideo.Pictures.Timelines;

/// <summary>The constant CSS of SVG pictures.</summary>
internal static class SvgStyle
{
    /// <summary>How much larger the title is on a phone.</summary>
    public const double TitleScale = 34 / 22.0;

    /// <summary>How much larger the facts below the title are on a phone.</summary>
    public const double TextScale = 28 / 13.0;

    /// <summary>How much larger the legend is on a phone if it fits.</summary>
    public const double LegendScale = 2.2;

    private const string Wide =
        ".page{fill:var(--page)}.lane{fill:var(--lane)}.grid{stroke:var(--grid)}.ink{fill:var(--ink)}.muted{fill:var(--muted)}"
        + "text{font-size:13px}.title{font-size:22px;font-weight:650}.caption{font-size:15px;font-weight:650}.label{font-weight:600}"
        + ".small{font-size:11px}.name{font-weight:600}.added{fill:var(--added)}.removed{fill:var(--removed)}.changed{fill:var(--changed)}"
        + ".same rect{fill:var(--other-fill)}.same .edge{fill:var(--other-edge)}.same text{fill:var(--muted)}.phone{display:none}"
        + ".outline rect{fill:none;stroke:var(--ink);stroke-width:1.5}";

    // A picture on a phone has about a third of its size, so the texts that fit are larger, and the others are hidden.
    private const string Small =
        "@media(max-width:640px){text,.small{font-size:28px}.title{font-size:34px}.label,.name,.caption{font-size:30px}"
        + ".long{font-size:25px}.note,.extra,.wide{display:none}.phone{display:inline}.label,.name{transform:translateY(8px)}"
        + ".title{transform:translateY(-10px)}.tick{transform:translateY(6px)}.legend .small{font-size:11px}"
        + ".legend{transform:scale(var(--scale));transform-box:fill-box}}";

    /// <summary>The CSS of a picture.</summary>
    public static string Text { get; } = "svg{max-width:100%;height:auto}" + PictureTheme.Variables("svg") + Wide + Small
        + string.Concat(new[] { "video", "audio", "text", "other" }.Select(static kind =>
            $".{kind} rect{{fill:var(--{kind}-fill)}}.{kind} text{{fill:var(--{kind}-ink)}}.{kind} .edge{{fill:var(--{kind}-edge)}}"
            + $".{kind}.new .body{{stroke:var(--{kind}-edge);stroke-width:1.5}}"));
}
