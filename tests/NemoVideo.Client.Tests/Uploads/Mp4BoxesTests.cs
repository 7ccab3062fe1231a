using System.Buffers.Binary;
using System.Text;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Tests.Uploads;

/// <summary>The boxes of an MP4 file, which show whether a file is complete.</summary>
public sealed class Mp4BoxesTests
{
    private static readonly byte[] Video = [.. Box("ftyp", 8), .. Box("moov", 100), .. Box("mdat", 1000)];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1008, false)]
    [InlineData(1009, true)]
    public void LacksItsEnd_FileWithMissingEnd_IsTrueWithinABox(int missing, bool expected) =>
        Assert.Equal(expected, LacksItsEnd(Video[..^missing]));

    [Fact]
    public void LacksItsEnd_UnusualFile_IsFalse()
    {
        Assert.False(LacksItsEnd(Box("ftyp", 8)));
        Assert.False(LacksItsEnd("1234ftyp"u8.ToArray()));
        Assert.False(LacksItsEnd([.. Box("ftyp", 8), .. new byte[100]]));
        Assert.False(LacksItsEnd([.. Video, .. "TAGA song of 128 bytes"u8]));
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\0\0\0\0\0\0\0")]
    [InlineData("TAGA song of 128 bytes")]
    [InlineData("APETAGEX\u00d0\u0007\0\0 more")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    public void LacksItsEnd_ExtraBytesAfterTheLastBox_IsFalse(string extra) =>
        Assert.False(LacksItsEnd([.. Video, .. Encoding.Latin1.GetBytes(extra)]));

    [Theory]
    [InlineData("moof", 1)]
    [InlineData("mdat", 100)]
    public void LacksItsEnd_LastFragmentIsIncomplete_IsTrue(string type, int missing) =>
        Assert.True(LacksItsEnd([.. Video, .. Box("moof", 100), .. Box("mdat", 100), .. Box(type, 200)[..^missing]]));

    [Fact]
    public void LacksItsEnd_MovieIsNeeded_IsTrueWithoutIt()
    {
        Assert.True(LacksItsEnd(Box("ftyp", 8), needsMovie: true));
        Assert.True(LacksItsEnd([.. Box("ftyp", 8), .. Box("mdat", 100)], needsMovie: true));
        Assert.False(LacksItsEnd(Video, needsMovie: true));
        Assert.False(LacksItsEnd("abc"u8.ToArray(), needsMovie: true));
    }

    [Fact]
    public void LacksItsEnd_LongSize_IsRead()
    {
        byte[] video = [.. Box("ftyp", 8), .. Box("moov", 8), 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4];

        Assert.False(LacksItsEnd(video));
        Assert.True(LacksItsEnd(video[..^1]));
        Assert.True(LacksItsEnd(video[..^8]));
    }

    [Fact]
    public void LacksItsEnd_BoxUpToTheEnd_IsFalse() =>
        Assert.False(LacksItsEnd([.. Box("ftyp", 8), .. Box("moov", 8), 0, 0, 0, 0, .. "mdat"u8, 1]));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("upstream connect error")]
    public void LacksItsEnd_OtherFormat_IsFalse(string text) => Assert.False(LacksItsEnd(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public async Task SaveRender_BodyWithoutLengthLacksItsEnd_IsDownloadedAgain()
    {
        var requests = 0;
        await using var server = RawServer.Start(_ => RawReply.Bytes(
            [.. RawReply.Head(200, "video/mp4", "Connection: close"), .. requests++ == 0 ? Video[..500] : Video], RawReplyEnd.Close));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(), folder.PathOf("v.mp4"), cancellationToken: TestService.Ending);

        Assert.Equal(Video, await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), TestService.Ending));
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task SaveRender_CompleteBodyOfTruncatedVideo_IsDownloadedAgain()
    {
        var requests = 0;
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", requests++ == 0 ? Video[..500] : Video));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(), folder.PathOf("v.mp4"), cancellationToken: TestService.Ending);

        Assert.Equal(Video, await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), TestService.Ending));
        Assert.Equal(2, requests);
    }

    private static RenderJob Job() => new("r", RenderStatus.Completed, 100, null, null, null, null);

    private static byte[] Box(string type, int content)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content + 8);
        return [.. size, .. Encoding.ASCII.GetBytes(type), .. new byte[content]];
    }

    private static bool LacksItsEnd(byte[] bytes, bool needsMovie = false)
    {
        using var file = new MemoryStream(bytes);
        file.Position = bytes.Length;
        var result = Mp4Boxes.LacksItsEnd(file, needsMovie);
        Assert.Equal(bytes.Length, file.Position);
        return result;
    }
}
