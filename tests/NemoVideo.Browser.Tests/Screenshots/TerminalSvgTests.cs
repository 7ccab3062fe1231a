using System.Xml.Linq;
using NemoVideo.Screenshots.Terminal;

namespace NemoVideo.Browser.Tests.Screenshots;

/// <summary>The picture of a terminal, from what tmux captures.</summary>
public sealed class TerminalSvgTests(Chromium chromium) : IDisposable
{
    private const string Escape = "\u001b[";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-svg-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Draw_TextWithMarkup_IsEscaped()
    {
        var svg = Draw("a <b> & \"c\"");

        Assert.Equal("a <b> & \"c\"", svg.Descendants(Svg + "tspan").Single().Value);
        Assert.Equal("A <title>", svg.Descendants(Svg + "title").Single().Value);
    }

    [Fact]
    public void Draw_AnyScreen_RefersToNoOtherFile()
    {
        var text = DrawText("https://example.com");

        Assert.DoesNotContain("url(", text);
        Assert.DoesNotContain("href", text);
        Assert.DoesNotContain("@import", text);
    }

    [Theory]
    [InlineData("31mred", "class", "c1")]
    [InlineData("93mbright", "class", "c11")]
    [InlineData("2mfaint", "class", "faint")]
    [InlineData("0mplain", "class", "ink")]
    [InlineData("38;5;25mblue", "fill", "#005faf")]
    [InlineData("38;5;240mgray", "fill", "#585858")]
    [InlineData("1mbold", "font-weight", "700")]
    [InlineData("3mitalic", "font-style", "italic")]
    public void Draw_Style_IsAnAttributeOfTheText(string screen, string name, string value) =>
        Assert.Equal(value, Draw(Escape + screen).Descendants(Svg + "tspan").Single().Attribute(name)?.Value);

    [Fact]
    public void Draw_StyleOfAPreviousLine_AppliesUntilItIsChanged()
    {
        var svg = Draw($"{Escape}32mone\ntwo{Escape}39mthree");
        var colors = svg.Descendants(Svg + "tspan").Select(static text => text.Attribute("class")!.Value);

        Assert.Equal(["c2", "c2", "ink"], colors);
    }

    [Fact]
    public void Draw_BlockBetweenCaps_IsOneBar()
    {
        var bars = Draw($"{Escape}38;5;25m▐{Escape}48;5;25m██{Escape}49m▌").Descendants(Svg + "rect")
            .Where(static bar => bar.Attribute("fill")?.Value == "#005faf").ToList();

        Assert.Equal(TerminalSvg.ColumnWidth * 3, (double)Assert.Single(bars).Attribute("width")!, precision: 1);
    }

    [Theory]
    [InlineData("\u001b[5mblink")]
    [InlineData("\u001b[2Jtext")]
    [InlineData("\u001b")]
    public void Read_OtherEscapeSequence_IsAnError(string screen) => Assert.Throws<FormatException>(() => TerminalScreen.Read(screen));

    [Fact]
    public async Task Draw_Text_CanBeSelectedLineByLine()
    {
        var path = Path.Combine(_folder.FullName, "screen.svg");
        await File.WriteAllTextAsync(path, DrawText($"PS> {Escape}93mGet-NemoState{Escape}39m\n\n▐ harbour ██ 6s ▌"), Caller.Ending);
        await using var browser = await chromium.OpenPageAsync(900, 300);
        await browser.OpenAsync(new Uri(path));

        await browser.EvaluateAsync("getSelection().selectAllChildren(document.documentElement)");
        var lines = (await browser.EvaluateAsync("getSelection().toString()")).GetString()!.Split('\n');
        Assert.Equal(["PowerShell", "PS> Get-NemoState", "▐ harbour ██ 6s ▌"], lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Palette_EachColorOfText_HasContrast(bool isDark)
    {
        var colors = TerminalPalette.Values.ToDictionary(static color => color.Name, color => isDark ? color.Dark : color.Light);

        Assert.All(
            colors.Where(static color => color.Key[0] == 'c' || color.Key is "ink" or "faint"),
            color => Assert.True(Contrast(color.Value, colors["page"]) >= 4.5, $"{color.Key} has too little contrast"));
    }

    private static XElement Draw(string screen) => XElement.Parse(DrawText(screen));

    private static string DrawText(string screen) => TerminalSvg.Draw(TerminalScreen.Read(screen), 80, "A <title>");

    /// <summary>The contrast of two colors, as WCAG defines it.</summary>
    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string color)
    {
        var parts = Convert.FromHexString(color[1..]).Select(static part => part / 255.0)
            .Select(static part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
