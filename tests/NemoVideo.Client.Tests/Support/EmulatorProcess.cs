using System.Diagnostics;

namespace NemoVideo.Client.Tests.Support;

/// <summary>An emulator in a separate process, for measurements of this process.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<EmulatorProcess> StartAsync(string dataDirectory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "NemoVideo.Emulator.dll"),
                "--urls", "http://127.0.0.1:0", "--data", dataDirectory, "--no-ffmpeg",
            },
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(Workbench.Ending);
        var at = line?.IndexOf(Announcement, StringComparison.Ordinal) ?? -1;
        Assert.True(at > 0, $"The emulator said: {line}");
        return new EmulatorProcess(process, new Uri(line![(at + Announcement.Length)..]));
    }

    public async Task AddFaultAsync(string specification)
    {
        using var http = new HttpClient();
        using var body = new StringContent(specification);
        using var response = await http.PostAsync(new Uri(Url, "/_emulator/faults"), body, Workbench.Ending);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
