using System.IO.Compression;
using System.Runtime.Versioning;
using NemoVideo.Client.Tests.Documentation;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Pictures.Reports;

namespace NemoVideo.Client.Tests.Reports;

/// <summary>Frames of videos, with the ffmpeg of this computer.</summary>
public sealed class PosterFramesTests : IDisposable
{
    /// <summary>An MP4 file of 595 bytes with one keyframe of 16,000 x 16,000 pixels and a rotation, compressed with gzip.</summary>
    private const string HugeFrame =
        "H4sIAAAAAAACA31QOw6CQBBdsNDCGAsKCwpM7L2BsSSx18YGGYiEXTG7I4lW3ss7eA5vgbOA8hNfmMzbfTM7vGGMWSFez5FKBCMU2VyKJEnpyE"
        + "V6BNbA4JWHwfRXwWhWtc9r9hcmNTxQejHxPcb5zGH3NT37B0o1y7qSnru6F0GFOwGRR8QR0OOrwPwIXH6UNIKgPXEiolNIxEpF/lDd7gIKzQYZ"
        + "hLVfHF8kd0r+VHjglEOFCmo1W8kDp2elZIJsuETcvooOnHwpM4Woaj1GadWm6X7z/hvUo26tJY+0Y4V+Ut2ZG8pTAR6WOnsD1quHilMCAAA=";

    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];

    private readonly TemporaryFolder _folder = new();

    private static string Clip => Path.Combine(Repository.Root, "samples", "clips", "sunset.mp4");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Video_ReturnsASmallJpegPicture()
    {
        var frames = Find();
        var video = _folder.PathOf("a 'b' $c %d <e>.mp4");
        File.Copy(Clip, video);

        foreach (var length in new TimeSpan?[] { null, TimeSpan.FromSeconds(4) })
        {
            var poster = await frames.ReadAsync(video, length, null, Workbench.Ending);
            Assert.StartsWith("data:image/jpeg;base64,", poster, StringComparison.Ordinal);
            var picture = Convert.FromBase64String(poster!.Split(',')[1]);
            Assert.Equal(JpegStart, picture.Take(3));
            Assert.InRange(picture.Length, 500, 50_000);
        }
    }

    [Fact]
    public async Task Read_FileOfAnotherSize_ReturnsNull()
    {
        var frames = Find();
        var video = _folder.PathOf("a.mp4");
        File.Copy(Clip, video);
        var byteCount = new FileInfo(video).Length;

        Assert.NotNull(await frames.ReadAsync(video, null, byteCount, Workbench.Ending));
        Assert.Null(await frames.ReadAsync(video, null, byteCount + 1, Workbench.Ending));
    }

    /// <summary>ffmpeg would need 2 GB for such a frame.</summary>
    [Fact]
    public async Task Read_HugeFrame_ReturnsNull()
    {
        var video = _folder.PathOf("huge.mp4");
        await using (var file = File.Create(video))
        await using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(HugeFrame)), CompressionMode.Decompress))
        {
            await packed.CopyToAsync(file, Workbench.Ending);
        }

        Assert.Null(await Find().ReadAsync(video, null, null, Workbench.Ending));
    }

    [Fact]
    public async Task Read_FileThatIsNoVideo_ReturnsNull()
    {
        var frames = Find();
        var text = _folder.PathOf("text.mp4");
        await File.WriteAllTextAsync(text, "no video", Workbench.Ending);

        Assert.Null(await frames.ReadAsync(text, null, null, Workbench.Ending));
        Assert.Null(await frames.ReadAsync(_folder.PathOf("missing.mp4"), null, null, Workbench.Ending));
        Assert.Null(await frames.ReadAsync(_folder.FullName, null, null, Workbench.Ending));
    }

    /// <summary>A playlist names other files and URLs. Its frame would be that of a private video.</summary>
    [Theory]
    [InlineData("ffconcat version 1.0\nfile 'sunset.mp4'\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsunset.mp4\n#EXT-X-ENDLIST\n")]
    public async Task Read_Playlist_ReturnsNull(string playlist)
    {
        var frames = Find();
        File.Copy(Clip, _folder.PathOf("sunset.mp4"));
        var video = _folder.PathOf("list.mp4");
        await File.WriteAllTextAsync(video, playlist, Workbench.Ending);

        Assert.Null(await frames.ReadAsync(video, null, null, Workbench.Ending));
    }

    [Theory]
    [InlineData("exec sleep 600", 1)]
    [UnsupportedOSPlatform("windows")]
    public async Task Read_ProgramThatDoesNotEnd_ReturnsNull(string command, int milliseconds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var program = _folder.PathOf("ffmpeg");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{command}\n", Workbench.Ending);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Null(await new PosterFrames(program, TimeSpan.FromMilliseconds(milliseconds)).ReadAsync(Clip, null, null, Workbench.Ending));
    }

    /// <summary>A program in the current folder is never run.</summary>
    [Fact]
    public void Find_RelativeFolders_AreIgnored()
    {
        Assert.Null(PosterFrames.Find(null));
        Assert.Null(PosterFrames.Find(string.Join(Path.PathSeparator, "", ".", "bin", _folder.FullName)));
    }

    private static PosterFrames Find()
    {
        var frames = PosterFrames.Find(Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(frames is null, "ffmpeg is missing");
        return frames!;
    }
}
