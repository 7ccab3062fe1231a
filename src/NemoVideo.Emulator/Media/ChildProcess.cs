using System.Diagnostics;

namespace NemoVideo.Emulator.Media;

/// <summary>Runs a program to its end, and kills it on cancellation.</summary>
internal static class ChildProcess
{
    /// <summary>
    /// Options for ffprobe and for each input of ffmpeg. Playlists aren't in the list: they make these programs read other files of the user.
    /// A small file can contain a picture that needs gigabytes of memory, so the number of pixels is limited.
    /// </summary>
    public static readonly string[] SafeInput =
    [
        "-max_pixels",
        "100000000",
        "-format_whitelist",
        "mov,mp4,matroska,webm,avi,gif,mp3,wav,aac,jpeg_pipe,png_pipe,webp_pipe,image2",
    ];

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
            RedirectStandardInput = true,
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

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);

            // Its files can be deleted only after it has exited.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
