using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using NemoVideo.Client.Files;

namespace NemoVideo.Soak;

/// <summary>What the emulator had of a session: the messages that it executed, and the uploads and renders.</summary>
internal sealed record Holding(HeldSession Session, IReadOnlyList<HeldRender> Renders);

internal sealed record HeldSession(int MessageCount, IReadOnlyList<HeldUpload> Uploads);

/// <summary>An upload with its SHA-256 hash in hexadecimal.</summary>
internal sealed record HeldUpload(string Hash);

internal sealed record HeldRender(string Id);

/// <summary>The emulator in its own process, so that the measurements of this process are those of the client.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;
    private readonly Task _draining;
    private readonly HttpClient _http;

    private Emulator(Process process, Uri url)
    {
        _process = process;

        // The emulator would block if nobody read its output.
        _draining = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        Url = url;
    }

    public Uri Url { get; }

    public int ProcessId => _process.Id;

    /// <exception cref="InvalidOperationException">The emulator didn't start.</exception>
    public static async Task<Emulator> StartAsync(string dataDirectory)
    {
        // With only a name, .NET would search the current folder first.
        var dotnet = ProgramPath.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet", Environment.GetEnvironmentVariable("PATH"))
            ?? throw new InvalidOperationException("dotnet isn't on the PATH.");
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "NemoVideo.Emulator.dll"), "--urls", "http://127.0.0.1:0", "--data", dataDirectory,
            "--credits", "1000000000000", "--dialect", "mixed", "--event-delay-ms", "50", "--render-seconds", "1",
            "--keep-requests", "10000", "--no-ffmpeg", "--end-with-input",
        ];
        var start = new ProcessStartInfo(dotnet, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        var at = line?.IndexOf(Announcement, StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            process.Kill();
            throw new InvalidOperationException($"The emulator didn't start. Output: {line}");
        }

        return new Emulator(process, new Uri(line![(at + Announcement.Length)..]));
    }

    /// <summary>Its internal errors.</summary>
    public async Task<IReadOnlyList<string>> ReadFailuresAsync() => (await _http.GetFromJsonAsync<List<string>>("/_emulator/failures"))!;

    /// <summary>Removes a session, so that the memory use doesn't depend on the duration of the run.</summary>
    public async Task<Holding> RemoveSessionAsync(string id) =>
        (await _http.DeleteFromJsonAsync<Holding>(new Uri($"/_emulator/sessions/{id}", UriKind.Relative)))!;

    public Task AddFaultAsync(string fault) => PostAsync("faults", fault);

    public async Task ClearFaultsAsync() =>
        (await _http.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative))).EnsureSuccessStatusCode();

    public Task RevokeTokensAsync() => PostAsync("revoke", "");

    /// <summary>The managed bytes in use after a garbage collection.</summary>
    public async Task<long> CollectAsync() => JsonElement.Parse(await PostAsync("collect", "")).GetProperty("managedBytes").GetInt64();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _draining;
        _process.Dispose();
    }

    private async Task<string> PostAsync(string what, string text)
    {
        using var content = new StringContent(text);
        using var response = await _http.PostAsync(new Uri($"/_emulator/{what}", UriKind.Relative), content);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
