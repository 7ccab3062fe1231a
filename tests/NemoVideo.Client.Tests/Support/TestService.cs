using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Support;

/// <summary>An emulator and a folder for one test. Disposing it fails the test if the emulator recorded an internal error.</summary>
internal sealed class TestService : IAsyncDisposable
{
    /// <summary>The default options: every edit returns text, and nothing needs ffmpeg.</summary>
    public static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = 10_000 };

    private readonly List<NemoClient> _clients = [];

    private TestService(EmulatorHost host) => Host = host;

    public static CancellationToken Ending => TestDeadline.Token;

    public EmulatorHost Host { get; }

    /// <summary>Contains the client's data under <c>home</c>, and files of the test.</summary>
    public TemporaryFolder Folder { get; } = new();

    public string Home => Folder.PathOf("home");

    public IReadOnlyList<RequestRecord> Requests => Host.Requests;

    public static async Task<TestService> StartAsync(EmulatorOptions? options = null) =>
        new(await EmulatorHost.StartAsync(options ?? Plain, Ending));

    public NemoClientOptions Options(
        string? token = null,
        string? clientId = null,
        bool useCache = true,
        NemoLimits? limits = null,
        TimeProvider? time = null,
        Action<RequestTrace>? trace = null,
        string? home = null) => new()
        {
            ApiUrl = Host.Url,
            Token = token,
            ClientId = clientId,
            DataDirectory = home ?? Home,
            UseCache = useCache,
            Limits = limits ?? QuickLimits.Value,
            TimeProvider = time ?? TimeProvider.System,
            Observer = new() { Trace = trace },
        };

    public Task<NemoClient> ConnectAsync(NemoLimits? limits = null) => ConnectAsync(Options(limits: limits));

    public async Task<NemoClient> ConnectAsync(NemoClientOptions options)
    {
        var client = await NemoClient.ConnectAsync(options, Ending);
        _clients.Add(client);
        return client;
    }

    public async Task<(NemoClient Client, Session Session)> ConnectWithSessionAsync(NemoLimits? limits = null)
    {
        var client = await ConnectAsync(limits);
        return (client, await client.CreateSessionAsync("Summer", "en", Ending));
    }

    /// <summary>Connects and creates a session with one clip.</summary>
    public async Task<(NemoClient Client, string SessionId)> ConnectWithClipAsync(NemoLimits? limits = null)
    {
        var (client, session) = await ConnectWithSessionAsync(limits);
        await client.UploadFileAsync(session.Id, Folder.Write("beach.mp4", 1000), cancellationToken: Ending);
        return (client, session.Id);
    }

    public IReadOnlyList<RequestRecord> RequestsTo(string method, string pathStart) =>
        [.. Requests.Where(request => request.Method == method && request.Path.StartsWith(pathStart, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        var failures = Host.Failures;
        await Host.DisposeAsync();
        Folder.Dispose();
        Assert.Empty(failures);
    }
}
