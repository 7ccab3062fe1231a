using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

public sealed class TextExtensionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one", "one")]
    [InlineData("  one \t\r\n two  ", " one two ")]
    public void JoinSpaces_Text_HasOneSpaceForEachRun(string text, string expected) => Assert.Equal(expected, text.JoinSpaces());
}
