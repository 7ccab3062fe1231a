using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Signed URLs as the vendors' documents and public repositories show them, of two days (people.md 15).</summary>
public sealed class SignedUrlTests
{
    private const string Sas = "https://a.blob.core.windows.net/clips/a.mp4?";
    private const string Cos = "https://b-1259516302.cos.ap-singapore.myqcloud.com/20250808-150908.mp4?q-sign-algorithm=sha1&q-ak=AKID5z_z";
    private const string Oss = "https://b.oss-cn-hangzhou.aliyuncs.com/a.mp4?";
    private const string Discord = "https://cdn.discordapp.com/attachments/1440751646526275725/1505657484080320512/a.mp4?";

    public static TheoryData<string, string, string> SameFile { get; } = new()
    {
        // docs.aws.amazon.com: AmazonS3, Authenticating requests using query parameters; morphic 941; aws-sdk-js 2547.
        {
            "https://b.s3.amazonaws.com/a.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeea&x-id=GetObject",
            "https://b.s3.amazonaws.com/a.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=B%2F20260102%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20260102T000000Z&X-Amz-Expires=600&X-Amz-Security-Token=T%2B&X-Amz-SignedHeaders=host&X-Amz-Signature=b&x-id=GetObject",
            "https://b.s3.amazonaws.com/a.mp4?x-id=GetObject"
        },
        { "https://b/a.mp4?AWSAccessKeyId=A&Expires=1&Signature=v%3D", "https://b/a.mp4?Signature=w&Expires=2&AWSAccessKeyId=B&x-amz-security-token=t", "https://b/a.mp4" },

        // learn.microsoft.com: Create a user delegation SAS; GitHub adds a token to it.
        {
            Sas + "se=2025-04-22T12%3A39%3A20Z&sp=r&sv=2024-08-04&sr=b&scid=df08&skoid=59d0&sktid=a48c&skt=2025&ske=2026&sks=b&skv=2024-08-04&sig=i%2B",
            Sas + "sp=rl&st=2025-05-01&se=2025-05-02T10:00:00Z&spr=https&sv=2025-01-05&sr=b&sig=Hh5x%3D&jwt=e.y.J", "https://a.blob.core.windows.net/clips/a.mp4"
        },
        { Sas + "snapshot=1&sv=2019-07-07&ss=b&srt=sco&sp=r&se=2026&sig=A", Sas + "snapshot=1&sv=2020-02-10&sr=b&si=policy&sig=B", Sas + "snapshot=1" },

        // cloud.google.com: V4 and V2 signing.
        {
            "https://storage.googleapis.com/b/a.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a%40b&X-Goog-Date=1&X-Goog-Expires=9&X-Goog-SignedHeaders=host&X-Goog-Signature=7d",
            "https://storage.googleapis.com/b/a.mp4?x-goog-signature=8e&x-goog-date=2", "https://storage.googleapis.com/b/a.mp4"
        },
        { "https://g/1.mp4?Expires=1717272984&GoogleAccessId=g%40m&Signature=nS", "https://g/1.mp4?GoogleAccessId=g%40m&Expires=1&Signature=x", "https://g/1.mp4" },

        // docs.aws.amazon.com: AmazonCloudFront, canned and custom policies.
        {
            "https://d.cloudfront.net/a.mp4?color=red&size=medium&Expires=1767290400&Signature=nitf~yY&Key-Pair-Id=K2JC&Hash-Algorithm=SHA256",
            "https://d.cloudfront.net/a.mp4?color=red&size=medium&Policy=eyJ&Signature=nitg&Key-Pair-Id=K2JC", "https://d.cloudfront.net/a.mp4?color=red&size=medium"
        },

        // alibabacloud.com: signatures V1, V2 and V4 in URLs; a parameter that changes the video stays.
        { Oss + "OSSAccessKeyId=nz&Expires=1141889120&Signature=vj", Oss + "Expires=2&OSSAccessKeyId=nz&Signature=w&security-token=t", Oss.TrimEnd('?') },
        {
            Oss + "x-oss-process=video&x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=A%2F1&x-oss-date=1&x-oss-expires=9&x-oss-additional-headers=host&x-oss-signature=a",
            Oss + "x-oss-process=video&x-oss-signature-version=OSS2&x-oss-expires=1&x-oss-access-key-id=b&x-oss-signature=b", Oss + "x-oss-process=video"
        },

        // cloud.tencent.com: request signature.
        { Cos + "&q-sign-time=1;2&q-key-time=1;2&q-header-list=host&q-url-param-list=&q-signature=9e&x-cos-security-token=t", Cos + "&q-sign-time=3;4&q-signature=8d", Cos.Split('?')[0] },

        // supabase 23406 and BunnyCDN.TokenAuthentication 16: the path names the file.
        { "https://x.supabase.co/storage/v1/object/sign/clips/a.mp4?token=eyA", "https://x.supabase.co/storage/v1/object/sign/clips/a.mp4?token=eyB", "https://x.supabase.co/storage/v1/object/sign/clips/a.mp4" },
        { "https://x.b-cdn.net/a.mp4?token=A&expires=1", "https://x.b-cdn.net/a.mp4?token=B&expires=2&token_path=%2F", "https://x.b-cdn.net/a.mp4" },
        { Discord + "ex=6a0c150d&is=6a0ac38d&hm=21c2&", Discord + "ex=7a0c150d&is=7a0ac38d&hm=31c2&", Discord },
    };

    [Theory]
    [Trait("Source", "morphic 941")]
    [Trait("Source", "aws-sdk-js 2547")]
    [Trait("Source", "supabase 23406")]
    [MemberData(nameof(SameFile))]
    public void WithoutSignature_UrlsOfTwoDays_AreTheSame(string first, string second, string expected)
    {
        Assert.Equal(expected, UrlText.WithoutSignature(new Uri(first)));
        Assert.Equal(expected, UrlText.WithoutSignature(new Uri(second + "#t=5")));
    }

    [Theory]
    [InlineData("https://host/download?id=1&Expires=1")]
    [InlineData("https://host/download?token=which-file")]
    [InlineData("https://host/download.php?token=which-file&expires=1")]
    [InlineData("https://host/video.mp4?token=which-file")]
    [InlineData("https://host/a?sig=1&sv=which-file")]
    [InlineData("https://host/download?sig=which-file")]
    [InlineData("https://host/a.mp4?Signature=1")]
    [InlineData("https://host/a.mp4?v=2&ex=1")]
    [InlineData("https://host/a.mp4")]
    [InlineData("https://host/a.mp4?")]
    public void WithoutSignature_NoKnownSignature_IsTheWholeUrl(string url) => Assert.Equal(url, UrlText.WithoutSignature(new Uri(url)));
}
