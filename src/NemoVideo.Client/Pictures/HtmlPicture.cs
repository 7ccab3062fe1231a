using System.Security.Cryptography;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Pictures;

/// <summary>
/// Draws a picture as an HTML page without other files. A block shows its details when the pointer is over it or when it has the focus. The
/// page also contains a table with the same data.
/// </summary>
public static class HtmlPicture
{
    private const int MaxRows = 32;
    private const int MaxSteps = 10;

    /// <summary>The picture as an HTML document.</summary>
    public static string Draw(TimelinePicture picture)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        var page = new Markup();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ")
            .Raw($"script-src '{HashOf(HtmlStyle.Script)}'\">\n")
            .Element("title", picture.Title).Raw("\n<style>\n").Raw(PictureTheme.Variables(":root"))
            .Raw(HtmlStyle.Text.Replace("FONTS", PictureTheme.Fonts)).Raw("\n</style>\n</head>\n<body>\n<main>\n");
        page.Raw(Section(picture)).Raw("</main>\n<script>").Raw(HtmlStyle.Script).Raw("</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Section(TimelinePicture picture)
    {
        var page = new Markup();
        page.Open("section", ("class", "timeline")).Line();
        page.Element("h1", picture.Title).Line();
        page.Element("p", picture.Facts, ("class", "facts")).Line();
        foreach (var panel in picture.Panels)
        {
            WritePanel(page, picture, panel);
        }

        WriteLegend(page, picture);
        foreach (var panel in picture.Panels.Where(static panel => panel.Lanes.Count > 0))
        {
            WriteTable(page, panel);
        }

        return page.Close("section").Line().ToString();
    }

    private static void WritePanel(Markup page, TimelinePicture picture, PicturePanel panel)
    {
        if (panel.Caption is { } caption)
        {
            page.Open("h2").Text(caption).Element("small", string.Join(" · ", panel.Facts)).Close("h2").Line();
        }

        if (panel.Lanes.Count == 0)
        {
            page.Element("p", "The timeline is empty.", ("class", "facts")).Line();
            return;
        }

        page.Open("div", ("class", "chart")).Line();
        if (picture.Duration > TimeSpan.Zero)
        {
            page.Open("div", ("class", "ruler"), ("aria-hidden", "true"));
            foreach (var tick in PictureRuler.Ticks(picture.Duration, MaxSteps))
            {
                var part = PictureRuler.PartOf(tick.Time, picture.Duration);
                page.Element("span", tick.Label, ("style", $"left:{Percent(part)}"), ("class", part > 0.96 ? "last" : null));
            }

            page.Close("div").Line();
        }

        foreach (var lane in panel.Lanes)
        {
            WriteLane(page, picture, lane);
        }

        page.Close("div").Line();
    }

    private static void WriteLane(Markup page, TimelinePicture picture, PictureLane lane)
    {
                page.Open("div", ("class", $"lane {(picture.IsUnchanged(lane) ? "same" : PictureTheme.ClassOf(lane.Kind))}")).Line();
        page.Open("div", ("class", "label")).Element("b", lane.Label);
        var change = PictureTheme.NameOf(lane.Change);
        page.Element("small", BlockText.Summarize(lane, MaxRows));
        if (change.Length > 0)
        {
            page.Element("small", change, ("class", $"mark {PictureTheme.ClassOf(lane.Change)}"));
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
        var start = PictureRuler.PartOf(block.Start, picture.Duration);
        var width = PictureRuler.PartOf(block.End, picture.Duration) - start;
        page.Open(
            "li", ("class", string.Concat("block", block.IsChanged ? " new" : "", start > 0.5 ? " right" : "")), ("tabindex", "0"),
            ("aria-label", BlockText.Describe(block, lane)), ("style", $"left:{Percent(start)};width:{Percent(width)};--row:{block.Row}"));
        page.Open("span", ("class", "text"), ("aria-hidden", "true")).Element("b", BlockText.Name(block, lane));
        page.Element("small", BlockText.Facts(block)).Close("span");
        page.Open("span", ("class", "tip"), ("aria-hidden", "true")).Element("b", BlockText.Name(block, lane));
        foreach (var detail in BlockText.Details(block))
        {
            page.Element("span", detail);
        }

        page.Close("span").Close("li").Line();
    }

    private static void WriteLegend(Markup page, TimelinePicture picture)
    {
        page.Open("ul", ("class", "legend"), ("aria-label", "Legend"));
        foreach (var kind in picture.Kinds)
        {
            page.Element("li", PictureTheme.NameOf(kind), ("class", PictureTheme.ClassOf(kind)));
        }

        if (picture.IsEdit)
        {
            page.Element("li", "unchanged", ("class", "same"));
            page.Element("li", "outlined: changed by the edit", ("class", "note"));
        }

        page.Close("ul").Line();
    }

    private static void WriteTable(Markup page, PicturePanel panel)
    {
        page.Open("div", ("class", "scroll")).Open("table");
        page.Element("caption", panel.Caption is { } caption ? $"Segments: {caption}" : "Segments").Line();
        page.Open("thead").Open("tr");
        foreach (var heading in new[] { "Track", "Name", "Start", "End", "Length", "Volume" })
        {
            page.Element("th", heading, ("scope", "col"), ("class", heading is "Track" or "Name" ? null : "number"));
        }

        page.Close("tr").Close("thead").Line().Open("tbody").Line();
        foreach (var lane in panel.Lanes)
        {
            foreach (var block in lane.Blocks)
            {
                page.Open("tr").Element("th", lane.Label, ("scope", "row")).Element("td", block.Name);
                foreach (var time in new[] { block.Start, block.End, block.Length })
                {
                    page.Element("td", PictureRuler.Format(time), ("class", "number"));
                }

                page.Element("td", TimelineSummary.Volume(block.Volume) ?? "–", ("class", "number")).Close("tr").Line();
            }

            if (lane.Blocks.Count == 0 || lane.UntimedCount > 0)
            {
                page.Open("tr").Element("th", lane.Label, ("scope", "row"));
                page.Element("td", BlockText.Summarize(lane, int.MaxValue), ("colspan", "5")).Close("tr").Line();
            }
        }

        page.Close("tbody").Close("table").Close("div").Line();
    }

    private static string Percent(double part) => (part * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    /// <summary>The script's hash in the page's security policy: the browser runs no other script.</summary>
    private static string HashOf(string script)
    {
        using var sha = SHA256.Create();
        return "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(script)));
    }
}
