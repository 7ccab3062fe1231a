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
    [InlineData("🇩🇪🇫🇷", 4)]
    [InlineData("हिन्दी", 5)]
    [InlineData("ผู้ใหญ่", 4)]
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
    [InlineData("1\ufe0f\u20e3", "1\u20e3")]
    public void SeparateEmoji_JoinedEmoji_AreSeparate(string text, string separate)
    {
        Assert.Equal(text, CellText.Clean(text));
        Assert.Equal(separate, CellText.SeparateEmoji(text));
    }

    [Fact]
    public void Clean_UnpairedSurrogate_IsReplaced() => Assert.Equal("half\uFFFD", CellText.Clean("half" + '\ud83d'));

    /// <summary>The file system of a Mac decomposes names. A day as a new user, 29 November: they shifted the columns.</summary>
    [Theory]
    [InlineData("한국", 4)]
    [InlineData("Việt Nam", 8)]
    [InlineData("がぎ", 4)]
    public void SeparateEmoji_DecomposedName_HasTheWidthOfTheComposedOne(string name, int width)
    {
        var decomposed = name.Normalize(System.Text.NormalizationForm.FormD);

        Assert.NotEqual(name, decomposed);
        Assert.Equal(name, CellText.SeparateEmoji(decomposed));
        Assert.Equal(width, CellText.WidthOf(CellText.SeparateEmoji(decomposed)));
    }

    [Fact]
    public void Columns_ManyAccents_AreLimited() => Assert.Equal(16, Assert.Single(CellText.Columns("a" + new string('\u0301', 99))).Length);

    [Theory]
    [InlineData("abcdefghij", 9, "abcd…ghij")]
    [InlineData("abcdefghij", 4, "ab…j")]
    [InlineData("abcdefghij", 3, "a…j")]
    [InlineData("abcdefghij", 2, "")]
    [InlineData("ab cdefgh ij", 7, "ab…ij")]
    [InlineData("城市的梦很长", 7, "城…长")]
    [InlineData("城市的梦很长", 8, "城市…长")]
    [InlineData("a🇩🇪bcd🇫🇷e", 6, "a🇩🇪…e")]
    [InlineData("e\u0301abcdefe\u0301", 4, "e\u0301a…e\u0301")]
    public void Cut_TextTooWide_IsCutInTheMiddle(string text, int width, string cut)
    {
        Assert.Equal(cut, CellText.Cut(text, width, "…"));
        Assert.InRange(CellText.WidthOf(cut), 0, Math.Max(width, 0));
    }
}
