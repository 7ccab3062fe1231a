using System.Diagnostics;

namespace NemoVideo.Emulator.Media;

/// <summary>Runs ffmpeg and ffprobe to their end. Kills them on cancellation or after ten minutes.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Options for ffprobe and for each input of ffmpeg. Playlists aren't in the list: they make these programs read other files of the user.
    /// </summary>
    public static readonly string[] SafeInput =
        ["-format_whitelist", "mov,mp4,matroska,webm,avi,gif,mp3,wav,aac,jpeg_pipe,png_pipe,webp_pipe,image2"];

    /// <summary>The full path of a program on the PATH. Null if it isn't installed.</summary>
    public static string? FindOnPath(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator).Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string? workingDirectory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = workingDirectory ?? "",
        };

        // They can contain the user's token.
        var settings = start.Environment.Keys.Where(static name => name.StartsWith("NEMO_", StringComparison.OrdinalIgnoreCase));
        foreach (var name in settings.ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);

            // Its files can be deleted only after it has exited.
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return (process.ExitCode, "", "the limit of 10 minutes was exceeded");
        }
    }
}
