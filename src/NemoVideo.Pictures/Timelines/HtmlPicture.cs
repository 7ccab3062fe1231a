using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// Draws a picture as an HTML page without other files. A block shows its details when the pointer is over it or when it has the focus. The
/// page also contains a table with the same data.
/// </summary>
public static class HtmlPicture
{
    /// <summary>The picture as an HTML document.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public static string Draw(TimelinePicture picture, CancellationToken cancellationToken = default)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        return HtmlPage.Draw(picture.Title, HtmlStyle.Picture, HtmlStyle.Script, Section(picture, cancellationToken), cancellationToken);
    }

    private static string Section(TimelinePicture picture, CancellationToken cancellationToken)
    {
        var page = new Markup(cancellationToken);
        page.Open("section", ("class", "timeline")).Line();
        page.Element("h1", picture.Title).Line();
        page.Element("p", picture.Facts, ("class", "facts")).Line();
        foreach (var panel in picture.Panels)
        {
            HtmlTimeline.WritePanel(page, picture, panel, "h2");
        }

        HtmlTimeline.WriteLegend(page, picture);
        foreach (var panel in picture.Panels.Where(static panel => panel.Lanes.Count > 0))
        {
            WriteTable(page, panel);
        }

        return page.Close("section").Line().ToString();
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
                page.Open("tr").Element("th", lane.Label, ("scope", "row")).Open("td").Text(BlockText.Shorten(block.Name));
                if (block.IsChanged && PictureTheme.NameOf(lane.Mark) is { Length: > 0 } mark)
                {
                    page.Raw(" ").Element("small", mark);
                }

                page.Close("td");
                foreach (var time in new[] { block.Start, block.End, block.Length })
                {
                    page.Element("td", PictureRuler.Format(time), ("class", "number"));
                }

                page.Element("td", TimelineSummary.Volume(block.Volume) ?? "–", ("class", "number")).Close("tr").Line();
            }

            if (lane.Blocks.Count == 0 || lane.SegmentCount > lane.Blocks.Count)
            {
                page.Open("tr").Element("th", lane.Label, ("scope", "row"));
                page.Element("td", BlockText.Summarize(lane, int.MaxValue), ("colspan", "5")).Close("tr").Line();
            }
        }

        page.Close("tbody").Close("table").Close("div").Line();
    }
}
