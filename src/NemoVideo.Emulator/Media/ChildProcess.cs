using System.Diagnostics;

namespace NemoVideo.Emulator.Media;

/// <summary>
/// Runs a program to its end. Kills it on cancellation, after a time, above 2 GiB of memory, or above 1 Mi characters of output, because
/// clients choose its input.
/// </summary>
internal static class ChildProcess
{
    /// <summary>The exit code of a program that was killed because of a limit.</summary>
    public const int Killed = int.MinValue;

    private const long MaxMemory = 2L << 30;
    private const int MaxOutputCharacters = 1 << 20;
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Runs a program. If it is killed because of a limit, the exit code is <see cref="Killed"/> and the errors name the limit.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string? workingDirectory, TimeSpan timeout, CancellationToken cancellationToken)
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
        using var limits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exceeded = string.Create(CultureInfo.InvariantCulture, $"the limit of {timeout.TotalMinutes:0.#} minutes was exceeded");
        limits.CancelAfter(timeout);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput);
            var errors = ReadAsync(process.StandardError);
            var exit = process.WaitForExitAsync(limits.Token);
            while (await Task.WhenAny(exit, Task.Delay(MemoryInterval, CancellationToken.None)) != exit)
            {
                if (MemoryOf(process) > MaxMemory)
                {
                    End("the 2 GiB memory limit was exceeded");
                }
            }

            await exit;
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);

            // Its files can be deleted only after it has exited.
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return (Killed, "", exceeded);
        }

        static long MemoryOf(Process process)
        {
            try
            {
                process.Refresh();
                return process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                // A host of the emulator can use file locks, and then another user can lock the file with this number.
                return process.HasExited ? 0 : long.MaxValue;
            }
        }

        void End(string reason)
        {
            exceeded = reason;
            limits.Cancel();
        }

        async Task<string> ReadAsync(StreamReader reader)
        {
            var text = new StringBuilder();
            var chunk = new char[4096];
            int count;
            while ((count = await reader.ReadAsync(chunk, limits.Token)) > 0)
            {
                text.Append(chunk, 0, count);
                if (text.Length > MaxOutputCharacters)
                {
                    End("the output limit was exceeded");
                }
            }

            return text.ToString();
        }
    }
}
