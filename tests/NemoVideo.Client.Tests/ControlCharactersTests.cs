using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Tests;

public sealed class ControlCharactersTests
{
    [Theory]
    [InlineData("plain 海 🎬", "plain 海 🎬")]
    [InlineData("a\tb\nc\r\nd\u0085e\u2028f", "a\tb\nc\r\nd\u0085e\u2028f")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred[0m")]
    [InlineData("\u001b]0;title\u0007end", "]0;titleend")]
    [InlineData("\u009b2Jgone", "2Jgone")]
    [InlineData("Failed\rOK    ", "FailedOK    ")]
    [InlineData("end\r", "end")]
    [InlineData("a\r\r\nb", "a\r\nb")]
    [InlineData("a\0b\bc\u007fd", "abcd")]
    public void Remove_AnyText_LeavesWhatATerminalShows(string text, string expected) =>
        Assert.Equal(expected, ControlCharacters.Remove(text));

    [Fact]
    public void Remove_NothingToRemove_GivesTheTextItself()
    {
        const string text = "as it came\n";

        Assert.Same(text, ControlCharacters.Remove(text));
    }

    [Fact]
    public void Escape_Json_IsTheSameJsonWithoutThem()
    {
        const string json = "{\"a\u007f\":\"\u009b2J\u0085 \\u001b\"}";

        var escaped = ControlCharacters.Escape(json);

        Assert.Equal("{\"a\\u007f\":\"\\u009b2J\u0085 \\u001b\"}", escaped);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(escaped).RootElement));
    }
}
