using System.Security.Cryptography.X509Certificates;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A service with scripted responses.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    public const string Message = "/run_sse";
    public const string Render = "/api/render/proxy/lambda";
    public const string Upload = "/api/upload-video/nemo_agent/me/s";
    public const string Session = "/api/tasks/me/with-session/nemo_agent";
    public const string State = "/api/state/nemo_agent/me/s/latest";
    public const string Download = "/api/render/proxy/theirs/download";

    private int _sessions;
    private readonly List<NemoClient> _clients = [];

    private ScriptedService(Func<RawRequest, RawReply?> script, X509Certificate2? certificate) => Server = RawServer.Start(Serve(script), certificate);

    public RawServer Server { get; }

    public TemporaryFolder Folder { get; } = new();

    public List<string> Notices { get; } = [];

    public string Home => Folder.PathOf("home");

    /// <summary>
    /// Starts the service. A null response of the script means a normal response; a certificate makes the service use https.
    /// </summary>
    public static ScriptedService Start(Func<RawRequest, RawReply?>? script = null, X509Certificate2? certificate = null) =>
        new(script ?? (static _ => null), certificate);

    public NemoClientOptions Options(TimeProvider? time = null, bool useCache = true) => new()
    {
        ApiUrl = Server.Url,
        Token = RawServer.Token,
        DataDirectory = Home,
        UseCache = useCache,
        Limits = QuickLimits.Value with { RetryCount = 0 },
        TimeProvider = time ?? TimeProvider.System,
        Notice = Notices.Add,
    };

    public async Task<NemoClient> ConnectAsync(TimeProvider? time = null, bool useCache = true)
    {
        var client = await NemoClient.ConnectAsync(Options(time, useCache), Workbench.Ending);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    private Func<RawRequest, RawReply> Serve(Func<RawRequest, RawReply?> script) => request => script(request) ?? ApiResponse(request);

    private RawReply ApiResponse(RawRequest request) => (request.Method, request.Path) switch
    {
        // The first session is s, and the next one s1.
        (_, Session) => RawReply.Json($$$"""{"code":0,"data":{"session_id":"s{{{(_sessions++ == 0 ? "" : _sessions - 1)}}}","task_id":7}}"""),
        (_, State) => RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}]}}}}"""),
        (_, Upload) => RawReply.Json("""{"code":0,"data":{"files":[{"filename":"a.mp4","hash":"h"}]}}"""),
        (_, Message) => RawReply.Stream(EditServer.TextA),
        ("POST", Render) => RawReply.Json("""{"id":"theirs","status":"pending"}"""),
        (_, Download) => RawReply.Of(200, "video/mp4", TinyVideo.Of(new byte[1234])),
        ("GET", _) => RawReply.Json("""{"id":"theirs","status":"completed"}"""),
        _ => RawReply.Json("""{"code":0,"data":{}}"""),
    };
}
