using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

public sealed class MediaTypeTests
{
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
}
