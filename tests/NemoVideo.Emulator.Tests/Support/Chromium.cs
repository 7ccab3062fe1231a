using System.Diagnostics;
using System.Net.WebSockets;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>A page in a real browser without a window, controlled through the DevTools protocol. Skips the test without Chromium.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("nemo-chromium-");
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _count;

    private Chromium(string program)
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--remote-debugging-port=0", "--user-data-dir=" + _profile.FullName, "about:blank",
        ];
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>The URLs that the page has requested.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors of the script, and violations of the content security policy.</summary>
    public List<string> Problems { get; } = [];

    public static async Task<Chromium> StartAsync(int width, int height, bool isDark = false)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "BROWSER TESTS SKIPPED: they need Chromium, which is not on the PATH");
        var browser = new Chromium(program!);
        try
        {
            await browser.ConnectAsync();
            foreach (var domain in new[] { "Page", "Network", "Runtime", "Log" })
            {
                await browser.CallAsync(domain + ".enable");
            }

            await browser.CallAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
            var scheme = new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" };
            await browser.CallAsync("Emulation.setEmulatedMedia", new { features = new[] { scheme } });
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async Task OpenAsync(Uri url)
    {
        await CallAsync("Page.navigate", new { url = url.AbsoluteUri });
        await WaitAsync($"document.readyState === 'complete' && location.href === '{url.AbsoluteUri}'");
    }

    /// <summary>Waits until an expression is true in the page.</summary>
    public async Task WaitAsync(string condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        while (!(await EvaluateAsync($"Boolean({condition})")).GetBoolean())
        {
            await Task.Delay(50, timeout.Token);
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var reply = await CallAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        Assert.False(reply.TryGetProperty("exceptionDetails", out var details), details.ToString());
        return reply.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async Task PressAsync(string key, int code)
    {
        await CallAsync("Input.dispatchKeyEvent", new { type = "rawKeyDown", key, code = key, windowsVirtualKeyCode = code });
        await CallAsync("Input.dispatchKeyEvent", new { type = "char", key, code = key, text = key == "Enter" ? "\r" : "" });
        await CallAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser is still writing. The operating system cleans up temporary folders.
        }
    }

    private async Task ConnectAsync()
    {
        var file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        string[] lines = [];
        while (lines.Length < 2)
        {
            await Task.Delay(50, timeout.Token);
            lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, timeout.Token) : [];
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var created = await http.PutAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/new?about:blank"), null, timeout.Token);
        var target = JsonElement.Parse(await created.Content.ReadAsStringAsync(timeout.Token));
        await _socket.ConnectAsync(new Uri(target.GetProperty("webSocketDebuggerUrl").GetString()!), timeout.Token);
    }

    private async Task<JsonElement> CallAsync(string method, object? parameters = null)
    {
        var id = ++_count;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }), WebSocketMessageType.Text, true, Caller.Ending);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                Assert.False(message.TryGetProperty("error", out var error), $"{method}: {error}");
                return message.GetProperty("result");
            }

            Collect(message);
        }
    }

    private void Collect(JsonElement message)
    {
        var method = message.TryGetProperty("method", out var name) ? name.GetString() : null;
        if (method == "Network.requestWillBeSent")
        {
            Requests.Add(message.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!);
        }
        else if (method is "Runtime.exceptionThrown" or "Log.entryAdded")
        {
            Problems.Add(message.GetProperty("params").ToString());
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), Caller.Ending);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonElement.Parse(message.ToArray());
    }
}
