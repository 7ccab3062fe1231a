using System.Text.RegularExpressions;
using System.Xml.Linq;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests.Timelines;

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

    /// <summary>A day as a new user, 29 November: the second one was drawn as unchanged.</summary>
    [Fact]
    public void Draw_AddedTitleEqualToAnotherOne_IsChanged()
    {
        var title = Part("Hi", 0, 3);
        var picture = TimelinePicture.OfEdit(Source(Lane(1, TrackKind.Text, title)), Source(Lane(1, TrackKind.Text, title, title)), "Title added");

        Assert.Equal([false, true], picture.Panels[1].Lanes[0].Blocks.Select(static block => block.IsChanged));
        Assert.Equal(LaneChange.Changed, picture.Panels[1].Lanes[0].Change);
        Assert.Equal([false], picture.Panels[0].Lanes[0].Blocks.Select(static block => block.IsChanged));
    }

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

    private static XElement Draw(TimelinePicture picture) => XDocument.Parse(SvgPicture.Draw(picture, TestDeadline.Token)).Root!;

    /// <summary>The page is also well-formed XML, except for its first lines.</summary>
    private static XElement Html(TimelinePicture picture) =>
        XElement.Parse(VoidElement().Replace(HtmlPicture.Draw(picture, TestDeadline.Token).Replace("<!DOCTYPE html>", ""), "$0</meta>"));

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElement();
}
