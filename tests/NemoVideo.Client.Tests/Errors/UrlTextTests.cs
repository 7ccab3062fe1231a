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
    [InlineData("ftp://user:SECRET@h.example/a#SECRET", "ftp://h.example/a")]
    [InlineData("ftp://h.example/v.mp4?Policy=SECRET", "ftp://h.example/v.mp4?…")]
    [InlineData("file:///home/me/a.mp4", "file:///home/me/a.mp4")]
    [InlineData("news://user:SECRET@h.example/a", "news://h.example/a")]
    [InlineData("HTTPS://u:SECRET@h.example:444/a?x=SECRET#y", "HTTPS://h.example:444/a?…")]
    [InlineData("1https://h.example/v.mp4?sig=SECRET", "1https://h.example/v.mp4?…")]
    [InlineData("clip 1.https://h.example/v?sig=SECRET", "clip 1.https://h.example/v?…")]
    [InlineData("...https://u:SECRET@h.example/", "...https://h.example/")]
    [InlineData("https://a.example/x.mp4,https://u:SECRET@b.example/y", "https://a.example/x.mp4,https://b.example/y")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxhttps://u:SECRET@h.example/", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxhttps://h.example/")]
    [InlineData("""{"u":"https:\/\/u:SECRET@h.example\/v.mp4?Policy=SECRET"}""", """{"u":"https:\/\/h.example\/v.mp4?…"}""")]
    [InlineData("""ftp:\/\/u:SECRET@h.example\/v""", """ftp:\/\/h.example\/v""")]
    [InlineData("""no URL: 100%, C:\\a\b?c, \\server\share, error:\\n, http: //a""", """no URL: 100%, C:\\a\b?c, \\server\share, error:\\n, http: //a""")]
    [InlineData("news:///x?sig=SECRET uuid:///a#SECRET", "news:///x?… uuid:///a")]
    [InlineData("ftp:///u:SECRET@h.example/v?sig=SECRET", "ftp:///h.example/v?…")]
    [InlineData("file:///%1b%07%0A", "file:///%1b%07%0A")]
    [InlineData("ftp:///%1b%E2%80%AE", "ftp:///%1b%E2%80%AE")]
    [InlineData("https://h/ab\\cd https://h/ab/x/../cd https://h/ab/./cd/%61", "https://h/ab\\cd https://h/ab/x/../cd https://h/ab/./cd/%61")]
    [InlineData("https%3a%2f%2fh%2fx,https%253a%252f%252fh%252fx,%252561", "https%3a%2f%2fh%2fx,https%253a%252f%252fh%252fx,%252561")]
    public void Hide_Text_LeavesHostAndPath(string text, string expected)
    {
        var hidden = UrlText.Hide(text);

        Assert.Equal((expected, expected), (hidden, UrlText.Hide(hidden)));
    }

    [Theory]
    [InlineData("https://h.example/a", "https://h.example/a")]
    public void Parse_Text_ReturnsAbsoluteUrlOrNull(string text, string? expected) => Assert.Equal(expected, UrlText.Parse(text)?.AbsoluteUri);

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
