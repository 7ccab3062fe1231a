using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>What the demo writes about its videos at the end.</summary>
public sealed class VideoReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("winget install Gyan.FFmpeg", "winget install Gyan.FFmpeg", "winget")]
    [InlineData("brew install ffmpeg", "brew install ffmpeg", "brew")]
    [InlineData("sudo apt-get update && sudo apt-get install ffmpeg", "apt-get update && apt-get install ffmpeg", "apt-get", "brew")]
    [InlineData("sudo pacman -S ffmpeg", "pacman -S ffmpeg", "pacman")]
    [InlineData("sudo apk add ffmpeg", "apk add ffmpeg", "apk")]
    public void Describe_PackageManagerOnPath_NamesItsCommand(string asUser, string asRoot, params string[] programs)
    {
        var environment = PathWith(programs);

        Assert.Equal($"To install ffmpeg, run: {asUser}", FfmpegInstall.Describe(environment, isRoot: false));
        Assert.Equal($"To install ffmpeg, run: {asRoot}", FfmpegInstall.Describe(environment, isRoot: true));
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public void Describe_NoPackageManagerWithSuitableFfmpeg_NamesDownloadPage(string program) => Assert.Equal(
        "To install ffmpeg, see https://ffmpeg.org/download.html", FfmpegInstall.Describe(PathWith(program), isRoot: false));

    [Fact]
    public async Task WriteAsync_WithoutFfmpeg_EndsWithCommandThatInstallsIt()
    {
        var environment = PathWith("apk");

        var lines = await WriteAsync(environment);

        Assert.Equal(
            [
                "ffmpeg was not found on the PATH, so the emulator returned the uploaded clips unchanged.",
                FfmpegInstall.Describe(environment, Environment.IsPrivilegedProcess),
                "2 of 2 videos were created and can be played.",
            ],
            lines.TakeLast(3));
        Assert.Contains("apk add ffmpeg", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_WithFfmpeg_NamesNoCommand()
    {
        var lines = await WriteAsync(PathWith("apk", "ffprobe"));

        Assert.DoesNotContain(lines, static line => line.Contains("ffmpeg", StringComparison.Ordinal));
        Assert.Equal("2 of 2 videos were created and can be played.", lines[^1]);
    }

    /// <summary>Writes about the sample clips, as if they were the finished videos.</summary>
    private static async Task<string[]> WriteAsync(Func<string, string?> environment)
    {
        var job = new DemoJob(DemoPaths.Clips, DemoPaths.Clips, "", TimeSpan.Zero, new Uri("http://127.0.0.1:9"), "");
        await using var output = new StringWriter();
        Assert.True(await new VideoReport(output, environment).WriteAsync(job, TestContext.Current.CancellationToken));
        return output.ToString().TrimEnd().Split(Environment.NewLine);
    }

    /// <summary>An environment whose PATH is a folder with these programs. Each of them writes what ffprobe writes.</summary>
    private Func<string, string?> PathWith(params string[] programs)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");

        foreach (var path in programs.Select(program => Path.Combine(_folder.FullName, program)))
        {
            File.WriteAllText(path, "#!/bin/sh\necho codec_name=h264\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return name => name == "PATH" ? _folder.FullName : null;
    }
}
