using System.Runtime.Versioning;
using NemoVideo.Client.Reports;
using NemoVideo.Client.Tests.Documentation;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Reports;

/// <summary>Frames of videos, with the ffmpeg of this computer.</summary>
public sealed class PosterFramesTests : IDisposable
{
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
            var poster = await frames.ReadAsync(video, length, Workbench.Ending);
            Assert.StartsWith("data:image/jpeg;base64,", poster, StringComparison.Ordinal);
            var picture = Convert.FromBase64String(poster!.Split(',')[1]);
            Assert.Equal(JpegStart, picture.Take(3));
            Assert.InRange(picture.Length, 500, 50_000);
        }
    }

    [Fact]
    public async Task Read_FileThatIsNoVideo_ReturnsNull()
    {
        var frames = Find();
        var text = _folder.PathOf("text.mp4");
        await File.WriteAllTextAsync(text, "no video", Workbench.Ending);

        Assert.Null(await frames.ReadAsync(text, null, Workbench.Ending));
        Assert.Null(await frames.ReadAsync(_folder.PathOf("missing.mp4"), null, Workbench.Ending));
        Assert.Null(await frames.ReadAsync(_folder.FullName, null, Workbench.Ending));
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

        Assert.Null(await frames.ReadAsync(video, null, Workbench.Ending));
    }

    [Fact]
    public async Task Read_Canceled_Throws()
    {
        var frames = Find();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => frames.ReadAsync(Clip, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Read_ProgramThatDoesNotEnd_ReturnsNull()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var program = _folder.PathOf("ffmpeg");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexec sleep 600\n", Workbench.Ending);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Null(await new PosterFrames(program, TimeSpan.FromMilliseconds(1)).ReadAsync(Clip, null, Workbench.Ending));
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
