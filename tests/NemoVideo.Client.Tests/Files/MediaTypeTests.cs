using System.Text.RegularExpressions;
using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

public sealed partial class MediaTypeTests
{
    /// <summary>The language library has its own list, since it references no other project.</summary>
    [Fact]
    public void Extensions_OfClientAndLanguageLibrary_AreEqual()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src/NemoVideo.Language/Sentences/AddressReader.cs"));

        Assert.Contains("mp4", MediaType.AcceptedExtensions, StringComparison.Ordinal);
        Assert.Equal(MediaType.AcceptedExtensions, MediaExtensions().Match(source).Groups[1].Value.Replace("|", ", ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.MP3", true)]
    [InlineData("/b/c.aac", true)]
    [InlineData("a.mp4", false)]
    [InlineData("a.ogg", false)]
    public void IsAudio_Path_DependsOnTheExtension(string path, bool expected) => Assert.Equal(expected, MediaType.IsAudio(path));

    [Theory]
    [InlineData("a.M4V", ".mp4")]
    [InlineData("/b/c.qt", ".mov")]
    [InlineData("a.mp4", null)]
    [InlineData("a.mpg", null)]
    public void AcceptedExtensionFor_OtherExtension_IsOneOfTheSameType(string path, string? expected)
    {
        Assert.Equal(expected, MediaType.AcceptedExtensionFor(path));
        Assert.True(expected is null || MediaType.Of("a" + expected) is not null);
    }

    [GeneratedRegex("MediaExtensions = \"([^\"]*)\"")]
    private static partial Regex MediaExtensions();
}
