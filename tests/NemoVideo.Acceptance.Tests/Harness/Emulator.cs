using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A request that the emulator received. See <c>GET /_emulator/requests</c>.</summary>
internal sealed record EmulatorRequest(
    long Id, string Origin, string Method, string Path, bool HasAuthorization, Dictionary<string, string> Headers, string? Body,
    long BytesReceived, int? Status, int EventsSent, int HoldCount, string State, bool IsDone, string? Rejection, string? Fault)
{
    /// <summary>Whether a fault holds the request now: the client waits, and the emulator does nothing.</summary>
    public bool IsHeld => HoldCount > 0 && State == "open";
}

/// <summary>A session of the emulator. The message count is the number of accepted messages, each of them executed and charged.</summary>
internal sealed record EmulatorSession(string Id, string Name, int UploadCount, int MessageCount);

/// <summary>An emulator in a process of its own, on a free port.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    /// <summary>The token of a registered user, which each emulator knows.</summary>
    public const string UserToken = "nmv_usr_of_a_registered_user";

    private const string Listening = "NemoVideo emulator listening on ";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http;

    private Emulator(Process process, Uri url)
    {
        _process = process;
        Url = url;
        _http = new HttpClient { BaseAddress = url };
    }

    /// <summary>The URL of the API.</summary>
    public Uri Url { get; }

    /// <summary>Starts an emulator without delays, without silent edits and without ffmpeg. Options override these.</summary>
    public static async Task<Emulator> StartAsync(params IEnumerable<string> options)
    {
        string[] defaults =
        [
            TestPaths.Emulator, "--urls", "http://127.0.0.1:0", "--end-with-input", "--no-ffmpeg", "--credits", "1000000",
            "--render-seconds", "0", "--event-delay-ms", "0", "--silent-rate", "0", "--token", UserToken,
        ];
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var process = Process.Start(new ProcessStartInfo(dotnet, [.. defaults, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(StartTimeout);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new Emulator(process, new Uri(line[Listening.Length..]));
            }
        }

        throw new HarnessException($"The emulator didn't start: {await errors}");
    }

    /// <summary>All requests so far, in order of arrival.</summary>
    public async Task<IReadOnlyList<EmulatorRequest>> RequestsAsync(string? path = null)
    {
        var all = (await _http.GetFromJsonAsync<List<EmulatorRequest>>("/_emulator/requests"))!;
        return path is null ? all : [.. all.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal))];
    }

    /// <summary>All sessions, in order of creation.</summary>
    public async Task<IReadOnlyList<EmulatorSession>> SessionsAsync() =>
        (await _http.GetFromJsonAsync<List<EmulatorSession>>("/_emulator/sessions"))!;

    /// <summary>The number of messages that were executed and charged, in all sessions.</summary>
    public async Task<int> MessageCountAsync() => (await SessionsAsync()).Sum(static session => session.MessageCount);

    /// <summary>The number of renders that were accepted.</summary>
    public async Task<int> RenderCountAsync() => (await _http.GetFromJsonAsync<JsonElement>("/_emulator/renders")).GetArrayLength();

    /// <summary>Plans faults, one for each line.</summary>
    public Task AddFaultsAsync(params IEnumerable<string> faults) => PostAsync("faults", string.Join('\n', faults), "text/plain");

    public async Task ClearFaultsAsync() => (await _http.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative))).EnsureSuccessStatusCode();

    /// <summary>Continues the requests that faults hold.</summary>
    public Task ReleaseAsync() => PostAsync("release", "", "text/plain");

    public Task RevokeTokensAsync() => PostAsync("revoke", "", "text/plain");

    /// <summary>Waits until a request matches, and returns it.</summary>
    public async Task<EmulatorRequest> WaitForAsync(Func<EmulatorRequest, bool> matches, string what)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WaitTimeout; await Task.Delay(20))
        {
            if ((await RequestsAsync()).LastOrDefault(matches) is { } request)
            {
                return request;
            }
        }

        throw new HarnessException($"The emulator didn't see {what}: {string.Join(", ", (await RequestsAsync()).Select(static r => $"{r.Method} {r.Path} {r.State}"))}");
    }

    /// <summary>Waits until faults hold a number of requests at the same time, and returns them in order of arrival.</summary>
    public async Task<IReadOnlyList<EmulatorRequest>> WaitForHeldAsync(int count)
    {
        IReadOnlyList<EmulatorRequest> held = [];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WaitTimeout; await Task.Delay(20))
        {
            held = [.. (await RequestsAsync()).Where(static request => request.IsHeld)];
            if (held.Count == count)
            {
                return held;
            }
        }

        throw new HarnessException($"The emulator holds {held.Count} requests instead of {count}.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task PostAsync(string path, string text, string type)
    {
        using var content = new StringContent(text, Encoding.UTF8, type);
        using var response = await _http.PostAsync(new Uri($"/_emulator/{path}", UriKind.Relative), content);
        if (!response.IsSuccessStatusCode)
        {
            throw new HarnessException($"The emulator rejected '{text}': {await response.Content.ReadAsStringAsync()}");
        }
    }
}
