namespace NemoVideo.Emulator.Tests.Support;

/// <summary>
/// An emulator for one test, and a plain HttpClient that calls it. Disposing it fails the test if the emulator had internal errors.
/// </summary>
internal sealed class Caller : IAsyncDisposable
{
    /// <summary>The default options of tests: no silent edits, no ffmpeg.</summary>
    public static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = 1000 };

    private readonly EmulatorHost? _host;
    private string? _session;

    private Caller(EmulatorHost? host, Uri url)
    {
        _host = host;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        foreach (var (name, value) in new[] { ("Source", "for-video-free"), ("Version", "1.0.0"), ("Platform", "unknown") })
        {
            Http.DefaultRequestHeaders.Add("X-Skill-" + name, value);
        }
    }

    public static CancellationToken Ending => TestContext.Current.CancellationToken;

    public EmulatorHost Host => _host ?? throw new InvalidOperationException("This emulator runs in another process.");

    /// <summary>The session of <see cref="WithClipAsync"/>.</summary>
    public string Session => _session ?? throw new InvalidOperationException("Use WithClipAsync.");

    public HttpClient Http { get; }

    public static async Task<Caller> StartAsync(EmulatorOptions? options = null)
    {
        var host = await EmulatorHost.StartAsync(options ?? Plain, Ending);
        return new Caller(host, host.Url);
    }

    /// <summary>Signed in, with a session that has one clip of 10 seconds.</summary>
    public static async Task<Caller> WithClipAsync(EmulatorOptions? options = null)
    {
        var caller = await SignedInAsync(options);
        caller._session = await caller.CreateSessionWithClipAsync();
        return caller;
    }

    /// <summary>Calls an emulator in another process.</summary>
    public static Caller At(Uri url) => new(null, url);

    public static async Task<Caller> SignedInAsync(EmulatorOptions? options = null)
    {
        var caller = await StartAsync(options);
        caller.UseToken((await caller.IssueTokenAsync()).Data.GetProperty("token").GetString()!);
        return caller;
    }

    public void UseToken(string token) => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public Task<Reply> IssueTokenAsync(string? clientId = null) =>
        RequestAsync(HttpMethod.Post, "/api/auth/anonymous-token", null, ("X-Client-Id", clientId ?? Guid.NewGuid().ToString()));

    public async Task<string> CreateSessionAsync(string name = "Summer")
    {
        var reply = await PostAsync("/api/tasks/me/with-session/nemo_agent", new { task_name = name, language = "en" });
        return reply.Data.GetProperty("session_id").GetString()!;
    }

    /// <summary>A session with one clip.</summary>
    public async Task<string> CreateSessionWithClipAsync(double seconds = 10, string fileName = "beach.mp4")
    {
        var session = await CreateSessionAsync();
        await UploadAsync(session, fileName, TinyMp4.Lasting(TimeSpan.FromSeconds(seconds)));
        return session;
    }

    public Task<Reply> UploadAsync(string session, string fileName, byte[] content) =>
        RequestAsync(HttpMethod.Post, UploadPath(session), MultipartBody.Of((fileName, content)));

    public static string UploadPath(string session) => $"/api/upload-video/nemo_agent/me/{session}";

    public static string StatePath(string session) => $"/api/state/nemo_agent/me/{session}/latest";

    public static StringContent MessageBody(string session, string text) => Json(JsonSerializer.Serialize(new
    {
        app_name = "nemo_agent",
        user_id = "me",
        session_id = session,
        new_message = new { parts = new[] { new { text } } },
    }));

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>Waits until a request matches the condition.</summary>
    public async Task<RequestRecord> WaitForAsync(Func<RequestRecord, bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        return await Host.WaitForRequestAsync(condition, timeout.Token);
    }

    public async Task<string> SendMessageAsync(string session, string text)
    {
        using var reply = await Http.PostAsync("/run_sse", MessageBody(session, text), Ending);
        return await reply.Content.ReadAsStringAsync(Ending);
    }

    public async Task<long> ReadAvailableAsync() =>
        (await GetAsync("/api/credits/balance/simple")).Data.GetProperty("available").GetInt64();

    public async Task<JsonElement> ReadDraftAsync(string session) => (await ReadStateAsync(session)).GetProperty("draft");

    public async Task<JsonElement> ReadStateAsync(string session) =>
        (await GetAsync(StatePath(session))).Data.GetProperty("state");

    public Task<Reply> SubmitRenderAsync(
        string id, string session, string draft, string output = """{"format":"mp4","quality":"high"}""") =>
        RequestAsync(HttpMethod.Post, "/api/render/proxy/lambda", RenderBody(id, session, draft, output));

    /// <summary>Submits the draft of the session, by default of a new session with a clip.</summary>
    public async Task<Reply> RenderDraftAsync(string id, string? session = null)
    {
        session ??= await CreateSessionWithClipAsync();
        return await SubmitRenderAsync(id, session, (await ReadDraftAsync(session)).GetRawText());
    }

    private static StringContent RenderBody(string id, string session, string draft, string output) =>
        Json($$$"""{"id":"{{{id}}}","sessionId":"{{{session}}}","draft":{{{draft}}},"output":{{{output}}}}""");

    public Task<Reply> GetAsync(string path) => RequestAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, object body) => RequestAsync(HttpMethod.Post, path, Json(JsonSerializer.Serialize(body)));

    public async Task<Reply> RequestAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await Http.SendAsync(request, Ending);
        await using var stream = await response.Content.ReadAsStreamAsync(Ending);
        using var document = await JsonDocument.ParseAsync(stream, default, Ending);
        return new Reply(response.StatusCode, document.RootElement.Clone(), response.Headers.RetryAfter?.Delta);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_host is not null)
        {
            var failures = _host.Failures;
            await _host.DisposeAsync();
            Assert.Empty(failures);
        }
    }
}
