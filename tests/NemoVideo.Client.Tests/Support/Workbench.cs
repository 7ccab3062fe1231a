using NemoVideo.Client.Transport;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// An emulator and a folder of one test's own. Disposing it proves that nothing went wrong inside the emulator.
/// </summary>
internal sealed class Workbench : IAsyncDisposable
{
    /// <summary>What a test is content with, unless it says otherwise: every edit speaks, and nothing needs ffmpeg.</summary>
    public static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = 10_000 };

    private readonly List<NemoClient> _clients = [];

    private Workbench(EmulatorHost host) => Host = host;

    public static CancellationToken Ending => TestDeadline.Token;

    public EmulatorHost Host { get; }

    /// <summary>Holds the client's data under <c>home</c>, and whatever the test writes.</summary>
    public TemporaryFolder Folder { get; } = new();

    public string Home => Folder.PathOf("home");

    public IReadOnlyList<RequestRecord> Requests => Host.Requests;

    public static async Task<Workbench> StartAsync(EmulatorOptions? options = null) =>
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
            Trace = trace,
        };

    public Task<NemoClient> ConnectAsync(NemoLimits? limits = null) => ConnectAsync(Options(limits: limits));

    public async Task<NemoClient> ConnectAsync(NemoClientOptions options)
    {
        var client = await NemoClient.ConnectAsync(options, Ending);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client, and a session with one clip in it.</summary>
    public async Task<(NemoClient Client, string SessionId)> ConnectWithClipAsync(NemoLimits? limits = null)
    {
        var client = await ConnectAsync(limits);
        var session = await client.CreateSessionAsync("Summer", "en", Ending);
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
