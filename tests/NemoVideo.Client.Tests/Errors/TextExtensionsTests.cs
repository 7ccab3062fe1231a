using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

public sealed class TextExtensionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one", "one")]
    [InlineData("  one \t\r\n two  ", " one two ")]
    public void JoinSpaces_Text_HasOneSpaceForEachRun(string text, string expected) => Assert.Equal(expected, text.JoinSpaces());

    [Fact]
    public void JoinSpaces_EachCharacter_IsWhiteSpaceAsInRegex() => Assert.All(
        Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(static code => $"a{(char)code}{(char)code}b"),
        static text => Assert.Equal(Regex.Replace(text, @"\s+", " ", RegexOptions.CultureInvariant), text.JoinSpaces()));
}
