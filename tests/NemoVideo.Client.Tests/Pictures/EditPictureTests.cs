using System.Text.RegularExpressions;
using System.Xml.Linq;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;
using NemoVideo.Pictures.Timelines;
using static NemoVideo.Client.Tests.Pictures.PictureSamples;

namespace NemoVideo.Client.Tests.Pictures;

/// <summary>Pictures of an edit as SVG and HTML: gray is unchanged, and color is changed.</summary>
public sealed partial class EditPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The edit replaces one of two clips, and doesn't change the music.</summary>
    private static TimelinePicture Edit => TimelinePicture.OfEdit(
        Source(Clips, Lane(2, TrackKind.Audio, Part("Lo-fi", 0, 11))),
        Source(Lane(1, TrackKind.Video, Part("beach", 0, 6), Part("city", 6, 5)), Lane(2, TrackKind.Audio, Part("Lo-fi", 0, 11))),
        "Clip replaced");

    [Fact]
    public void Svg_UnchangedBlockOfAChangedLane_IsGray()
    {
        var styles = Draw(Edit).Descendants(Svg + "g").Where(static group => group.Elements(Svg + "svg").Any())
            .Select(static group => $"{group.Element(Svg + "title")!.Value.Split(':')[0]} {group.Attribute("class")!.Value}");

        Assert.Equal(["beach same", "sunset video new", "Lo-fi same", "beach same", "city video new", "Lo-fi same"], styles);
    }

    [Fact]
    public void Html_UnchangedBlockOfAChangedLane_IsGray()
    {
        var styles = Html(Edit).Descendants("li").Where(static item => item.Attribute("tabindex") is not null)
            .Select(static block => $"{block.Attribute("aria-label")!.Value.Split(':')[0]} {block.Attribute("class")!.Value}");

        Assert.Equal(
            ["beach block same", "sunset block new right", "Lo-fi block same", "beach block same", "city block new right", "Lo-fi block same"],
            styles);
    }

    [Fact]
    public void Html_Legend_NamesOnlyColorsOfThePicture() => Assert.Equal(
        ["Video", "unchanged", "changed by the edit"],
        Html(Edit).Descendants("ul").Single(static list => (string?)list.Attribute("class") == "legend").Elements("li").Select(static entry => entry.Value));

    /// <summary>Otherwise, it would look as if an earlier edit had changed the timeline before this edit.</summary>
    [Fact]
    public void Draw_ChangedLane_IsMarkedOnlyAfterTheEdit()
    {
        var terminal = TerminalPicture.Draw(Edit, new TerminalStyle(60, HasColor: false, IsAscii: false));

        Assert.Equal(["  Video 1", "  Audio 1", "~ Video 1", "  Audio 1"],
            terminal.Where(static line => line.Contains("o 1 ", StringComparison.Ordinal)).Select(static line => line[..9]));
        Assert.Equal(["Before", "After", "~ changed"], Draw(Edit).Elements(Svg + "text").Select(static text => text.Value)
            .Where(static text => text is "Before" or "After" or "~ changed"));
        Assert.Equal(["2 clips · 11s", "1 sound · 11s", "2 clips · 11s", "~ changed", "1 sound · 11s"], Html(Edit).Descendants("div")
            .Where(static one => (string?)one.Attribute("class") == "label").Elements("small").Select(static text => text.Value));
    }

    [Fact]
    public void Draw_RemovedLane_IsMarkedBeforeTheEdit() => Assert.Contains(
        TerminalPicture.Draw(
            TimelinePicture.OfEdit(Source(Clips, Lane(2, TrackKind.Audio, Part("Lo-fi", 0, 11))), Source(Clips), "Music removed"),
            new TerminalStyle(60, HasColor: false, IsAscii: false)),
        static line => line.StartsWith("- Audio 1", StringComparison.Ordinal));

    /// <summary>Screen readers read the change too.</summary>
    [Fact]
    public void Html_TableAfterAnEdit_SaysWhichSegmentsAreChanged() => Assert.Equal(
        ["beach", "sunset", "Lo-fi", "beach", "city ~ changed", "Lo-fi"],
        Html(Edit).Descendants("tbody").Elements("tr").Select(static row => row.Element("td")!.Value));

    [Fact]
    public void Svg_HeadThatIsTooLongForAPhone_HasShorterTextsForIt()
    {
        var name = string.Concat(Enumerable.Repeat("trip ", 14)).Trim();
        var changes = string.Concat(Enumerable.Repeat("Title added. ", 10)).Trim();
        var svg = Draw(TimelinePicture.OfEdit(Source(), Source(Clips) with { Name = name }, changes));

        Assert.Equal([name, changes], TextsOf(svg, "wide"));
        var texts = TextsOf(svg, "phone").ToList();
        Assert.InRange(texts[0].Length, 50, 55);
        Assert.InRange(texts[1].Length, 60, 66);
        Assert.All(texts, static text => Assert.Contains("…", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Svg_HeadThatFitsAPhone_HasOneTextForAllScreens()
    {
        var svg = Draw(Edit);

        Assert.Empty(TextsOf(svg, "wide").Concat(TextsOf(svg, "phone")));
        Assert.Single(svg.Descendants(Svg + "text"), static text => text.Value == "Clip replaced");
    }

    /// <summary>A label with hours has the width of four ticks on a phone.</summary>
    [Theory]
    [InlineData(11, "0s 2s 4s 6s 8s 10s")]
    [InlineData(7200, "0:00:00 0:40:00 1:20:00 2:00:00")]
    public void Svg_Ruler_HasFewerLabelsOnAPhone(double seconds, string expected)
    {
        var svg = Draw(TimelinePicture.Of(Source(Lane(1, TrackKind.Video, Part("a", 0, seconds)))));

        var labels = svg.Descendants(Svg + "text").Where(static text => text.Attribute("class")!.Value == "tick small muted");
        Assert.Equal(expected, string.Join(' ', labels.Select(static text => text.Value)));
    }

    /// <summary>A legend with all kinds is smaller, so that it fits.</summary>
    [Fact]
    public void Svg_Legend_FitsAPhone()
    {
        TrackKind[] kinds = [TrackKind.Video, TrackKind.Audio, TrackKind.Text, TrackKind.Other];
        var added = kinds.Select(static (kind, index) => Lane(index + 2, kind, Part("a", 0, 1)));
        var all = Draw(TimelinePicture.OfEdit(Source(Clips), Source([Clips, .. added]), ""));

        Assert.Equal("--scale:2.2", LegendOf(Draw(Edit)).Attribute("style")!.Value);
        Assert.Equal("--scale:1.83", LegendOf(all).Attribute("style")!.Value);
    }

    private static XElement Draw(TimelinePicture picture) => XDocument.Parse(SvgPicture.Draw(picture, Workbench.Ending)).Root!;

    private static XElement LegendOf(XElement svg) => svg.Elements(Svg + "g").Single(static group => group.Attribute("class")?.Value == "legend");

    private static IEnumerable<string> TextsOf(XElement svg, string screen) => svg.Elements(Svg + "text")
        .Where(text => text.Attribute("class")!.Value.EndsWith($" {screen}", StringComparison.Ordinal)).Select(static text => text.Value);

    /// <summary>The page is also well-formed XML, except for its first lines.</summary>
    private static XElement Html(TimelinePicture picture) =>
        XElement.Parse(VoidElement().Replace(HtmlPicture.Draw(picture, Workbench.Ending).Replace("<!DOCTYPE html>", ""), "$0</meta>"));

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElement();
}
