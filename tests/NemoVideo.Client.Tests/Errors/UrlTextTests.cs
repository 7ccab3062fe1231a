using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

public sealed class UrlTextTests
{
    [Theory]
    [InlineData("no URL: 10:30, a://, C:\\a", "no URL: 10:30, a://, C:\\a")]
    [InlineData("see https://h.example/a.mp4.", "see https://h.example/a.mp4.")]
    [InlineData("(https://h.example/a.mp4?sig=SECRET)", "(https://h.example/a.mp4?…)")]
    [InlineData("'https://h.example/a.mp4?sig=SECRET' and 'b'", "'https://h.example/a.mp4?…' and 'b'")]
    [InlineData("https://b.s3.example/John's.mp4?X-Amz-Signature=SECRET", "https://b.s3.example/John's.mp4?…")]
    [InlineData("https://h.example/a.mp4?sig=abc'SECRET", "https://h.example/a.mp4?…")]
    [InlineData("https://user:pa'SECRET@h.example/a", "https://h.example/a")]
    [InlineData("rtsp://admin:SECRET@10.0.0.5/stream", "rtsp://10.0.0.5/stream")]
    [InlineData("ftp://user:SECRET@h.example/a#SECRET", "ftp://h.example/a")]
    [InlineData("HTTPS://u:SECRET@h.example:444/a?x=SECRET#y", "https://h.example:444/a?…")]
    [InlineData("https://[SECRET", "(not a valid URL)")]
    public void Hide_Text_LeavesHostAndPath(string text, string expected) => Assert.Equal(expected, UrlText.Hide(text));

    [Theory]
    [InlineData("a")]
    [InlineData("a+")]
    [InlineData("a:/")]
    [InlineData("http://'")]
    public void Hide_LongHostileText_Ends(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 500_000));

        Assert.True(UrlText.Hide(text).Length > 0);
    }
}
