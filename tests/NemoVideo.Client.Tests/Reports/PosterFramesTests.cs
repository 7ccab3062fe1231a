using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
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
            var poster = await frames.ReadAsync(video, length, null, TestService.Ending);
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

        Assert.NotNull(await frames.ReadAsync(video, null, byteCount, TestService.Ending));
        Assert.Null(await frames.ReadAsync(video, null, byteCount + 1, TestService.Ending));
    }

    /// <summary>ffmpeg would need 2 GB for such a frame.</summary>
    [Fact]
    public async Task Read_HugeFrame_ReturnsNull()
    {
        var video = _folder.PathOf("huge.mp4");
        await using (var file = File.Create(video))
        await using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(HugeFrame)), CompressionMode.Decompress))
        {
            await packed.CopyToAsync(file, TestService.Ending);
        }

        Assert.Null(await Find().ReadAsync(video, null, null, TestService.Ending));
    }

    [Fact]
    public async Task Read_FileThatIsNoVideo_ReturnsNull()
    {
        var frames = Find();
        var text = _folder.PathOf("text.mp4");
        await File.WriteAllTextAsync(text, "no video", TestService.Ending);

        Assert.Null(await frames.ReadAsync(text, null, null, TestService.Ending));
        Assert.Null(await frames.ReadAsync(_folder.PathOf("missing.mp4"), null, null, TestService.Ending));
        Assert.Null(await frames.ReadAsync(_folder.FullName, null, null, TestService.Ending));
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
        await File.WriteAllTextAsync(video, playlist, TestService.Ending);

        Assert.Null(await frames.ReadAsync(video, null, null, TestService.Ending));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Read_Program_GetsNoSettings()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var (frames, log) = await WriteProgramAsync();
        var video = _folder.Write("a.mp4", Encoding.UTF8.GetBytes("content"));
        Environment.SetEnvironmentVariable("NEMO_TEST_SECRET", "secret");
        try
        {
            await frames.ReadAsync(video, null, null, TestService.Ending);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NEMO_TEST_SECRET", null);
        }

        var lines = await File.ReadAllTextAsync(log, TestService.Ending);
        Assert.Contains("content", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("NEMO_", lines, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec sleep 600", 1)]
    [UnsupportedOSPlatform("windows")]
    public async Task Read_ProgramThatDoesNotEnd_ReturnsNull(string command, int milliseconds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var program = _folder.PathOf("ffmpeg");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{command}\n", TestService.Ending);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Null(await new PosterFrames(program, TimeSpan.FromMilliseconds(milliseconds)).ReadAsync(Clip, null, null, TestService.Ending));
    }

    /// <summary>A program in the current folder is never run.</summary>
    [Fact]
    public void Find_RelativeFolders_AreIgnored()
    {
        Assert.Null(PosterFrames.Find(null));
        Assert.Null(PosterFrames.Find(string.Join(Path.PathSeparator, "", ".", "bin", _folder.FullName)));
    }

    /// <summary>A program that writes its arguments, the content of its input and its environment to a file.</summary>
    [UnsupportedOSPlatform("windows")]
    private async Task<(PosterFrames Frames, string Log)> WriteProgramAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var (program, log) = (_folder.PathOf("ffmpeg"), _folder.PathOf("log"));
        await File.WriteAllTextAsync(program, $$"""
            #!/bin/sh
            echo "$*" > '{{log}}'
            while [ "$1" != -i ]; do shift; done
            cat "${2#file:}" >> '{{log}}'
            env >> '{{log}}'

            """, TestService.Ending);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (new PosterFrames(program), log);
    }

    private static PosterFrames Find()
    {
        var frames = PosterFrames.Find(Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(frames is null, "ffmpeg is missing");
        return frames!;
    }
}
