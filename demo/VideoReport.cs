using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NemoVideo.Demo;

/// <summary>Lists the finished videos with their lengths, and checks that each can be played.</summary>
internal sealed class VideoReport(TextWriter output)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(30);

    /// <returns>Whether a playable video of every clip is there.</returns>
    public async Task<bool> WriteAsync(DemoJob job, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync("Finished videos:");
        var clips = job.ClipPaths;
        var good = 0;
        var hasTools = true;
        foreach (var path in clips.Select(job.VideoPath))
        {
            var finding = await CheckAsync(path, cancellationToken);
            good += finding.IsPlayable ? 1 : 0;
            hasTools &= finding.IsProbed;
            await output.WriteLineAsync($"  {path}  {finding.Text}");
        }

        if (!hasTools)
        {
            await output.WriteLineAsync("Without ffmpeg on the PATH the emulator gives back the clips as they were uploaded.");
        }

        await output.WriteLineAsync(good == clips.Count
            ? $"All {good} videos are there and can be played."
            : $"Only {good} of {clips.Count} videos are there and can be played.");
        return good == clips.Count && good > 0;
    }

    private static async Task<(bool IsPlayable, bool IsProbed, string Text)> CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return (false, true, "is missing");
        }

        var size = $"{new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture)} bytes";
        if (Mp4File.Read(path) is not { } video)
        {
            return (false, true, $"{size}, not a playable MP4 file");
        }

        var length = video.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        return await ProbeAsync(path, cancellationToken) switch
        {
            null => (true, false, $"{length}, {size} (checked by its box structure)"),
            0 => (true, true, $"{length}, {size} (checked with ffprobe)"),
            _ => (false, true, $"{length}, {size}, but ffprobe cannot read it"),
        };
    }

    /// <summary>ffprobe's exit code; null where there is no ffprobe.</summary>
    private static async Task<int?> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name", path]);
            var outcome = await QuietProcess.RunAsync(start, ProbeLimit, cancellationToken);
            return outcome.ExitCode == 0 && outcome.Output.Contains("codec_name", StringComparison.Ordinal) ? 0 : outcome.ExitCode ?? 1;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
