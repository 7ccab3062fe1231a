using System.Text.Json;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

public sealed class ControlCharactersTests
{
    [Theory]
    [InlineData("plain 海 🎬", "plain 海 🎬")]
    [InlineData("a\tb\nc\r\nd\u0085e\u2028f\u2029g", "a\tb\nc\r\nd\ne\nf\ng")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred[0m")]
    [InlineData("\u001b]0;title\u0007end", "]0;titleend")]
    [InlineData("\u009b2Jgone", "2Jgone")]
    [InlineData("Failed\rOK    ", "FailedOK    ")]
    [InlineData("end\r", "end")]
    [InlineData("a\r\r\nb", "a\r\nb")]
    [InlineData("a\0b\bc\u007fd", "abcd")]
    [InlineData("\u202Agpj\u202B.\u202C\u202D\u202Eexe", "gpj.exe")]
    [InlineData("\u2066a\u2067b\u2068c\u2069", "abc")]
    [InlineData("סרט\u200F (2)", "סרט\u200F (2)")]
    [InlineData("a\uFFFEb\uFFFF", "ab")]
    public void Remove_AnyText_LeavesVisibleCharacters(string text, string expected) =>
        Assert.Equal(expected, ControlCharacters.Remove(text));

    /// <summary>Half a character can't be written, so that a view would be empty.</summary>
    [Fact]
    public void Remove_UnpairedSurrogates_AreReplaced()
    {
        Assert.Equal("cut \uFFFD here", ControlCharacters.Remove("cut \ud83c here"));
        Assert.Equal("\uFFFD cut 🎬 \uFFFD", ControlCharacters.OneLine("\udfac cut 🎬 \ud83c"));
    }

    [Theory]
    [InlineData("plain 海 🎬", "plain 海 🎬")]
    [InlineData("a\tb\nc\r\nd\u0085e\u2028f\u2029g", "a b c d e f g")]
    [InlineData("a\rb\u001b[2J", "a b[2J")]
    [InlineData("a\n\u202Eb", "a b")]
    public void OneLine_AnyText_ReturnsOneLine(string text, string expected) => Assert.Equal(expected, ControlCharacters.OneLine(text));

    [Fact]
    public void Escape_Json_EscapesControlCharactersAndKeepsValues()
    {
        const string json = "{\"a\u007f\":\"\u009b2J\u0085\u202e \\u001b\"}";

        var escaped = ControlCharacters.Escape(json);

        Assert.Equal("{\"a\\u007f\":\"\\u009b2J\\u0085\\u202e \\u001b\"}", escaped);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(escaped).RootElement));
    }

    [Fact]
    public void Escape_CarriageReturnBetweenValues_IsValidJson()
    {
        var escaped = ControlCharacters.Escape("{\r\"a\":1,\r\n\"b\":\"\\r\"}\r");

        Assert.Equal("{ \"a\":1,\r\n\"b\":\"\\r\"} ", escaped);
        Assert.Equal(1, JsonDocument.Parse(escaped).RootElement.GetProperty("a").GetInt32());
    }
}
