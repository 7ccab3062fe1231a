namespace NemoVideo.Pictures.Tests.Timelines;

/// <summary>The width of text in a terminal.</summary>
public sealed class CellTextTests
{
    [Theory]
    [InlineData("e\u0301te\u0301", 3)]
    [InlineData("日本", 4)]
    [InlineData("🎬", 2)]
    [InlineData("Ａ", 2)]
    [InlineData("abc", 3)]
    [InlineData("𠀀", 2)]
    public void WidthOf_AnyScript_IsTerminalWidth(string text, int width)
    {
        Assert.Equal(width, CellText.WidthOf(text));
        Assert.Equal(width, CellText.Columns(text).Count);
        Assert.Equal(text, string.Concat(CellText.Columns(text)));
    }

    [Theory]
    [InlineData("a\u001b[31mred", "a[31mred")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u202Eevil\u2066", "evil")]
    [InlineData("bell\u0007\u009b", "bell")]
    public void Clean_ControlCharacters_AreRemoved(string text, string clean) => Assert.Equal(clean, CellText.Clean(text));

    /// <summary>Terminals disagree about the width of joined emoji, but not about the width of their parts.</summary>
    [Theory]
    [InlineData("👩\u200d🚀", "👩🚀")]
    [InlineData("👍🏽", "👍")]
    [InlineData("❤\ufe0f", "❤")]
    [InlineData("🏳\ufe0f\u200d🌈", "🏳🌈")]
    [InlineData("क्\u200dष", "क्\u200dष")]
    public void SeparateEmoji_JoinedEmoji_AreSeparate(string text, string separate)
    {
        Assert.Equal(text, CellText.Clean(text));
        Assert.Equal(separate, CellText.SeparateEmoji(text));
    }

    [Fact]
    public void Clean_UnpairedSurrogate_IsReplaced() => Assert.Equal("half\uFFFD", CellText.Clean("half" + '\ud83d'));

    [Theory]
    [InlineData("abcdefghij", 9, "abcd…ghij")]
    [InlineData("abcdefghij", 4, "ab…j")]
    [InlineData("abcdefghij", 3, "a…j")]
    [InlineData("abcdefghij", 2, "")]
    [InlineData("ab cdefgh ij", 7, "ab…ij")]
    [InlineData("城市的梦很长", 7, "城…长")]
    [InlineData("城市的梦很长", 8, "城市…长")]
    public void Cut_TextTooWide_IsCutInTheMiddle(string text, int width, string cut)
    {
        Assert.Equal(cut, CellText.Cut(text, width, "…"));
        Assert.InRange(CellText.WidthOf(cut), 0, Math.Max(width, 0));
    }
}
