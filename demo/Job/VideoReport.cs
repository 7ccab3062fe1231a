using System.Diagnostics;

namespace NemoVideo.Demo;

/// <summary>Lists the videos with their durations, and checks that each is playable.</summary>
internal sealed class VideoReport(TextWriter output, Func<string, string?> environment)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(30);

    /// <returns>Whether every clip has a playable video.</returns>
    public async Task<bool> WriteAsync(DemoJob job, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync("Finished videos:");
        var clips = job.ClipPaths;
        var playable = 0;
        var hasTools = true;
        foreach (var path in clips.Select(job.VideoPath))
        {
            var finding = await CheckAsync(path, cancellationToken);
            playable += finding.IsPlayable ? 1 : 0;
            hasTools &= finding.IsProbed;
            await output.WriteLineAsync($"  {path}  {finding.Text}");
        }

        if (!hasTools)
        {
            await output.WriteLineAsync("ffmpeg was not found on the PATH, so the emulator returned the uploaded clips unchanged.");
            await output.WriteLineAsync(FfmpegInstall.Describe(environment, Environment.IsPrivilegedProcess));
        }

        await output.WriteLineAsync($"{playable} of {clips.Count} videos were created and can be played.");
        return playable == clips.Count && playable > 0;
    }

    private async Task<(bool IsPlayable, bool IsProbed, string Text)> CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return (false, true, "missing");
        }

        var size = $"{new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture)} bytes";
        if (Mp4File.Read(path) is not { } video)
        {
            return (false, true, $"{size}, not a playable MP4 file");
        }

        var length = video.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        return await ProbeAsync(path, cancellationToken) switch
        {
            null => (true, false, $"{length}, {size} (only the structure of the file was checked)"),
            0 => (true, true, $"{length}, {size} (checked with ffprobe)"),
            _ => (false, true, $"{length}, {size}, but ffprobe can't read it"),
        };
    }

    /// <summary>The exit code of ffprobe. Null if it isn't installed.</summary>
    private async Task<int?> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("ffprobe", environment) is not { } ffprobe)
        {
            return null;
        }

        var start = new ProcessStartInfo(ffprobe, ["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name", path]);
        var outcome = await QuietProcess.RunAsync(start, ProbeTimeout, cancellationToken);
        return outcome.ExitCode == 0 && outcome.Output.Contains("codec_name", StringComparison.Ordinal) ? 0 : outcome.ExitCode ?? 1;
    }
}
