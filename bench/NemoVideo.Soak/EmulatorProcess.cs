using System.Diagnostics;
using System.Globalization;
using NemoVideo.Client.Files;

namespace NemoVideo.Soak;

/// <summary>The emulator in its own process, so that the measurements of this process are those of the client.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;
    private readonly Task _draining;

    private EmulatorProcess(Process process, Uri url)
    {
        _process = process;

        // The emulator would block if nobody read its output.
        _draining = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        Url = url;
    }

    public Uri Url { get; }
    public int Id => _process.Id;

    /// <exception cref="InvalidOperationException">The emulator didn't start.</exception>
    public static async Task<EmulatorProcess> StartAsync(SoakOptions options, string dataDirectory, CancellationToken cancellationToken)
    {
        // With only a name, .NET would search the current folder first.
        var dotnet = ProgramPath.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet", Environment.GetEnvironmentVariable("PATH"))
            ?? throw new InvalidOperationException("dotnet isn't on the PATH.");
        var start = new ProcessStartInfo(dotnet)
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "NemoVideo.Emulator.dll"),
                "--urls", "http://127.0.0.1:0",
                "--data", dataDirectory,
                "--credits", "1000000000000",
                "--seed", options.Seed.ToString(CultureInfo.InvariantCulture),
                "--dialect", "mixed",
                "--event-delay-ms", "50",
                "--render-seconds", "1",
                "--keep-requests", "10000",
                "--no-ffmpeg",
                "--end-with-input",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var at = line?.IndexOf(Announcement, StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            process.Kill();
            throw new InvalidOperationException($"The emulator didn't start. Output: {line}");
        }

        return new EmulatorProcess(process, new Uri(line![(at + Announcement.Length)..]));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _draining;
        _process.Dispose();
    }
}
