namespace NemoVideo.Pictures.Timelines;

/// <summary>Writes the lanes of a picture as HTML, for its page and for reports. The style is in <see cref="HtmlStyle"/>.</summary>
internal static class HtmlTimeline
{
    private const int MaxRows = 32;
    private const int MaxSteps = 10;

    /// <summary>Writes one panel, with its caption as a heading.</summary>
    public static void WritePanel(Markup page, TimelinePicture picture, PicturePanel panel, string heading)
    {
        if (panel.Caption is { } caption)
        {
            page.Open(heading).Text(caption).Element("small", string.Join(" · ", panel.Facts)).Close(heading).Line();
        }

        if (panel.Lanes.Count == 0)
        {
            page.Element("p", "The timeline is empty.", ("class", "facts")).Line();
            return;
        }

        page.Open("div", ("class", "chart")).Line();
        if (picture.Duration > TimeSpan.Zero)
        {
            WriteRuler(page, picture.Duration);
        }

        foreach (var lane in panel.Lanes)
        {
            WriteLane(page, picture, lane);
        }

        page.Close("div").Line();
    }

    /// <summary>Writes a scale from zero to a time.</summary>
    public static void WriteRuler(Markup page, TimeSpan duration)
    {
        page.Open("div", ("class", "ruler"), ("aria-hidden", "true"));
        foreach (var tick in PictureRuler.Ticks(duration, MaxSteps))
        {
            var part = PictureRuler.PartOf(tick.Time, duration);
            page.Element("span", tick.Label, ("style", $"left:{Percent(part)}"), ("class", part > 0.96 ? "last" : null));
        }

        page.Close("div").Line();
    }

    public static void WriteLegend(Markup page, TimelinePicture picture)
    {
        page.Open("ul", ("class", "legend"), ("aria-label", "Legend"));
        foreach (var kind in picture.Kinds)
        {
            page.Element("li", PictureTheme.NameOf(kind), ("class", PictureTheme.ClassOf(kind)));
        }

        if (picture.HasUnchangedBlocks)
        {
            page.Element("li", "unchanged", ("class", "same"));
        }

        if (picture.IsEdit)
        {
            page.Element("li", "changed by the edit", ("class", "note"));
        }

        page.Close("ul").Line();
    }

    /// <summary>What the lane contains, and how many segments aren't drawn.</summary>
    public static string Summarize(PictureLane lane) => BlockText.Summarize(lane, MaxRows);

    /// <summary>The place of a block on the scale in CSS.</summary>
    public static string PlaceOf(PictureBlock block, TimeSpan duration)
    {
        var start = PictureRuler.PartOf(block.Start, duration);
        return $"left:{Percent(start)};width:{Percent(PictureRuler.PartOf(block.End, duration) - start)}";
    }

    /// <summary>A part of the scale as a CSS percentage.</summary>
    private static string Percent(double part) => (part * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static void WriteLane(Markup page, TimelinePicture picture, PictureLane lane)
    {
        page.Open("div", ("class", $"lane {PictureTheme.ClassOf(lane.Kind)}")).Line();
        page.Open("div", ("class", "label")).Element("b", lane.Label);
        var change = PictureTheme.NameOf(lane.Mark);
        page.Element("small", Summarize(lane));
        if (change.Length > 0)
        {
            page.Element("small", change, ("class", $"mark {PictureTheme.ClassOf(lane.Mark)}"));
        }

        page.Close("div").Line();
        page.Open("ul", ("class", "track"), ("aria-label", lane.Label), ("style", $"--rows:{Math.Min(lane.RowCount, MaxRows)}")).Line();
        foreach (var block in lane.Blocks.Where(static block => block.Row < MaxRows))
        {
            WriteBlock(page, picture, lane, block);
        }

        page.Close("ul").Close("div").Line();
    }

    private static void WriteBlock(Markup page, TimelinePicture picture, PictureLane lane, PictureBlock block)
    {
        var isRight = PictureRuler.PartOf(block.Start, picture.Duration) > 0.5;
        var mark = picture.IsUnchanged(block) ? " same" : block.IsChanged ? " new" : "";
        page.Open(
            "li", ("class", string.Concat("block", mark, isRight ? " right" : "")), ("tabindex", "0"),
            ("aria-label", BlockText.Describe(block, lane)), ("style", $"{PlaceOf(block, picture.Duration)};--row:{block.Row}"));
        page.Open("span", ("class", "text"), ("aria-hidden", "true")).Element("b", BlockText.Name(block, lane));
        page.Element("small", BlockText.Facts(block)).Close("span");
        page.Open("span", ("class", "tip"), ("aria-hidden", "true")).Element("b", BlockText.Name(block, lane));
        foreach (var detail in BlockText.Details(block))
        {
            page.Element("span", detail);
        }

        page.Close("span").Close("li").Line();
    }
}
