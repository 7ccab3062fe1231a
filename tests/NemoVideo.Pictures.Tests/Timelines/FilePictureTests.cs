using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests.Timelines;

/// <summary>Pictures as SVG, HTML and JSON.</summary>
public sealed partial class FilePictureTests
{
    private const string Hostile = "</title><script>alert(1)</script>\u001b[2J\"' onload=\"x\" &amp; \ud83d\u202e\ufffe https://a:b@c.invalid/?sig=SIG";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static TimelinePicture Edit => TimelinePicture.OfEdit(Source(Clips), Trip, "Title added");

    private static TimelinePicture HostileEdit
    {
        get
        {
            var source = new PictureSource(
                [new Track(1, TrackKind.Text, 7, Hostile, [Part(Hostile, 0, 1)])], Hostile, Hostile, [new PictureMedia(Hostile, null, null)]);
            return TimelinePicture.OfEdit(Source(), source, Hostile);
        }
    }

    [Fact]
    public void Svg_State_IsToScale()
    {
        var svg = XDocument.Parse(SvgPicture.Draw(TimelinePicture.Of(Trip), TestDeadline.Token)).Root!;

        var blocks = svg.Descendants(Svg + "svg").Where(static block => block.Attribute("viewBox") is null).ToList();
        Assert.Equal(5, blocks.Count);
        var (beach, sunset, music) = (blocks[0], blocks[1], blocks[2]);
        Assert.Equal(Number(beach, "x"), Number(music, "x"));
        Assert.Equal(6.0 / 11, (Number(sunset, "x") - Number(beach, "x")) / (Number(music, "width") + 2), 3);
        Assert.Contains(svg.Descendants(Svg + "text"), static text => text.Value == "11s · volume 35%");
        Assert.Contains(svg.Descendants(Svg + "text"), static text => text.Value == "城市的梦 🎬");
        Assert.Equal("beach trip", svg.Element(Svg + "title")!.Value);
        Assert.Contains("Video 1: beach (0s to 6s), sunset (6s to 11s)", svg.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", svg.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    /// <summary>Screen readers read the same segments that the picture shows.</summary>
    [Theory]
    [InlineData("Lo-fi", "Title, unchanged, changed by the edit")]
    [InlineData("Jazz", "Audio, Title, changed by the edit")]
    public void Svg_LegendOfAnEdit_NamesOnlyColorsOfThePicture(string music, string legend)
    {
        var before = Source(Lane(1, TrackKind.Audio, Part("Lo-fi", 0, 5)), Lane(2, TrackKind.Text, Part("Hi", 0, 3)));
        var after = Source(Lane(1, TrackKind.Audio, Part(music, 0, 5)), Lane(2, TrackKind.Text, Part("Hi", 0, 2)));
        var svg = XDocument.Parse(SvgPicture.Draw(TimelinePicture.OfEdit(before, after, ""), TestDeadline.Token)).Root!;

        var entries = svg.Elements(Svg + "g").Single(static group => group.Attribute("class")?.Value == "legend");
        Assert.Equal(legend, string.Join(", ", entries.Elements(Svg + "text").Select(static text => text.Value)));
    }

    [Fact]
    public void Svg_Description_HasAllSegmentsOfTheRowsThatAreShown()
    {
        var clips = Enumerable.Range(0, 30).Select(static number => Part($"clip{number}", number, 1)).ToArray();
        var titles = Enumerable.Range(0, 18).Select(static number => Part($"title{number}", 0, 1)).ToArray();
        var svg = XDocument.Parse(SvgPicture.Draw(TimelinePicture.Of(Source(
            Lane(1, TrackKind.Video, clips), Lane(2, TrackKind.Text, titles), Lane(3, TrackKind.Audio, Part("x", null, null)), Lane(4, TrackKind.Audio))), TestDeadline.Token));

        var text = svg.Root!.Element(Svg + "desc")!.Value;
        Assert.Contains("clip29 (29s to 30s); Titles:", text, StringComparison.Ordinal);
        Assert.Contains("title15 (0s to 1s), 2 more; Audio 1: 1 without a time; Audio 2: empty.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_Edit_MarksChangedLanesAndGraysUnchangedBlocks()
    {
        var svg = XDocument.Parse(SvgPicture.Draw(Edit, TestDeadline.Token)).Root!;

        Assert.Equal(2, svg.Descendants(Svg + "text").Count(static text => text.Value == "+ new"));
        Assert.Equal(4, svg.Descendants(Svg + "g").Count(static group => (string?)group.Attribute("class") == "same" && group.Elements(Svg + "svg").Any()));
        Assert.Equal(3, svg.Descendants(Svg + "title").Count(static title => title.Value.EndsWith("changed by the edit", StringComparison.Ordinal)));
    }

    [Fact]
    public void Html_Blocks_CanHaveTheFocusAndHaveDetails()
    {
        var blocks = Html(TimelinePicture.Of(Trip)).Descendants("li").Where(static item => item.Attribute("tabindex") is not null).ToList();

        Assert.Equal(5, blocks.Count);
        Assert.Equal("sunset: 6s to 11s, length 5s, from sunset.mp4 at 2s", blocks[1].Attribute("aria-label")!.Value);
        Assert.Equal("Lo-fi: 0s to 11s, length 11s, volume 35%", blocks[2].Attribute("aria-label")!.Value);
        Assert.All(blocks, static block => Assert.Contains(block.Elements("span"), static span => (string?)span.Attribute("class") == "tip"));
        Assert.Equal("left:54.545%;width:45.455%;--row:0", blocks[1].Attribute("style")!.Value);
    }

    /// <summary>The page runs only its own script, and loads nothing.</summary>
    [Fact]
    public void Html_SecurityPolicy_AllowsOnlyTheScriptOfThePage()
    {
        var text = HtmlPicture.Draw(Edit, TestDeadline.Token);
        var script = Assert.Single(Script().Matches(text)).Groups[1].Value;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));

        Assert.Contains($"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_HostileTexts_AreEscapedInEachFormat()
    {
        Assert.Empty(XDocument.Parse(SvgPicture.Draw(HostileEdit, TestDeadline.Token)).Descendants(Svg + "script"));
        Assert.Single(Html(HostileEdit).Descendants("script"));
        Assert.DoesNotContain("onload=\"", SvgPicture.Draw(HostileEdit, TestDeadline.Token), StringComparison.Ordinal);
        Assert.DoesNotContain("onload=\"", HtmlPicture.Draw(HostileEdit, TestDeadline.Token), StringComparison.Ordinal);
        Assert.All(PictureFormat.All, static format =>
        {
            var text = format.Draw(HostileEdit, TestDeadline.Token);
            Assert.DoesNotMatch("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\ufffe]", text);
            Assert.DoesNotContain("SIG", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Draw_EmptyTimeline_SaysSo()
    {
        var empty = TimelinePicture.Of(Source());

        Assert.Contains("The timeline is empty.", SvgPicture.Draw(empty, TestDeadline.Token), StringComparison.Ordinal);
        Assert.Contains("The timeline is empty.", HtmlPicture.Draw(empty, TestDeadline.Token), StringComparison.Ordinal);
        Assert.Contains("\"children\": []", OtioTimeline.Draw(empty, TestDeadline.Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.svg", ".svg")]
    [InlineData("a.b.HTML", ".html")]
    [InlineData("a.otio", ".otio")]
    [InlineData("a.srt", ".srt")]
    [InlineData("a.vtt", ".vtt")]
    [InlineData("a.json", null)]
    public void Find_Path_UsesItsExtension(string path, string? extension) => Assert.Equal(extension, PictureFormat.Find(path)?.Extension);

    /// <summary>The page is also well-formed XML, except for its first lines.</summary>
    private static XElement Html(TimelinePicture picture) =>
        XElement.Parse(VoidElement().Replace(HtmlPicture.Draw(picture, TestDeadline.Token).Replace("<!DOCTYPE html>", ""), "$0</meta>"));

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElement();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
