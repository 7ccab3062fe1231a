namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// Draws a picture as an HTML page without other files. A block shows its details when the pointer is over it or when it has the focus.
/// </summary>
public static class HtmlPicture
{
    /// <summary>The picture as an HTML document.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public static string Draw(TimelinePicture picture, CancellationToken cancellationToken = default)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        return HtmlPage.Draw(picture.Title, HtmlStyle.Timeline, HtmlStyle.Script, Section(picture, cancellationToken), cancellationToken);
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
        return page.Close("section").Line().ToString();
    }
}
