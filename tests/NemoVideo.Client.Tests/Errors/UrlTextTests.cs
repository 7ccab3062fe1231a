using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

public sealed class UrlTextTests
{
    [Theory]
    [InlineData("https://h.example/a.mp4?…", true)]
    [InlineData("https://h.example/a.mp4?%e2%80%a6#t", true)]
    [InlineData("https://h.example/a.mp4?…).", true)]
    [InlineData("https://h.example/a.mp4??", true)] // Saved by Windows PowerShell 5.1
    [InlineData("https://h.example/a.mp4?", false)]
    [InlineData("https://h.example/a.mp4?q=…", false)]
    [InlineData("https://h.example/…", false)]
    public void CheckIsComplete_UrlOfAnOutput_Throws(string url, bool isShortened)
    {
        var error = Record.Exception(() => UrlText.CheckIsComplete(new Uri(url)));

        Assert.Equal(isShortened, error is NemoException { Kind: NemoErrorKind.InvalidArgument });
        Assert.Equal(isShortened, error is not null);
    }

    [Theory]
    [InlineData("no URL: 10:30, a://, C:\\a", "no URL: 10:30, a://, C:\\a")]
    [InlineData("see https://h.example/a.mp4.", "see https://h.example/a.mp4.")]
    [InlineData("(https://h.example/a.mp4?sig=SECRET)", "(https://h.example/a.mp4?…)")]
    [InlineData("'https://h.example/a.mp4?sig=SECRET' and 'b'", "'https://h.example/a.mp4?…' and 'b'")]
    [InlineData("https://b.s3.example/John's.mp4?X-Amz-Signature=SECRET", "https://b.s3.example/John's.mp4?…")]
    [InlineData("https://h.example/a.mp4?sig=abc'SECRET", "https://h.example/a.mp4?…")]
    [InlineData("https://user:pa'SECRET@h.example/a", "https://h.example/a")]
    [InlineData("rtsp://admin:SECRET@10.0.0.5/stream", "rtsp://10.0.0.5/stream")]
    [InlineData("file:///home/me/a.mp4", "file:///home/me/a.mp4")]
    [InlineData("HTTPS://u:SECRET@h.example:444/a?x=SECRET#y", "HTTPS://h.example:444/a?…")]
    [InlineData("https://a.example/x.mp4,https://u:SECRET@b.example/y", "https://a.example/x.mp4,https://b.example/y")]
    [InlineData("""{"u":"https:\/\/u:SECRET@h.example\/v.mp4?Policy=SECRET"}""", """{"u":"https:\/\/h.example\/v.mp4?…"}""")]
    [InlineData("""no URL: 100%, C:\\a\b?c, \\server\share, error:\\n, http: //a""", """no URL: 100%, C:\\a\b?c, \\server\share, error:\\n, http: //a""")]
    public void Hide_Text_LeavesHostAndPath(string text, string expected)
    {
        var hidden = UrlText.Hide(text);

        Assert.Equal((expected, expected), (hidden, UrlText.Hide(hidden)));
    }

    [Fact]
    public void Hide_LongText_Ends() => Assert.True(UrlText.Hide(new string('a', 500_000)).Length > 0);
}
