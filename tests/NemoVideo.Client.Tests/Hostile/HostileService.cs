using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>
/// An emulator that responds to one kind of call with a fault, and another emulator as the host of an output URL. Calls that
/// prepare the test succeed.
/// </summary>
internal sealed class HostileService : IAsyncDisposable
{
    private const string State = """{"code":0,"data":{"session_id":"s","task_id":"t","state":{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}]}}}}""";

    private readonly EmulatorHost _api;
    private readonly EmulatorHost _content;
    private readonly TemporaryFolder _folder = new();

    private HostileService(EmulatorHost api, EmulatorHost content)
    {
        _api = api;
        _content = content;
        Calls = [.. ServiceCall.All, new("output", "render", ApiCalls.Download with { Path = "" }, null, SaveFromOutputAsync)];
    }

    /// <summary>Each kind of call that reads a response body.</summary>
    public IReadOnlyList<ServiceCall> Calls { get; }

    /// <summary>The files that downloads left in the folder.</summary>
    public IEnumerable<string> Downloads => Directory.EnumerateFiles(_folder.FullName, "r.mp4*");

    public static async Task<HostileService> StartAsync() => new(
        await EmulatorHost.StartAsync(Workbench.Plain, Workbench.Ending), await EmulatorHost.StartAsync(Workbench.Plain, Workbench.Ending));

    /// <summary>Makes a call that the service responds to with the fault.</summary>
    public async Task RunAsync(ServiceCall call, string fault, NemoLimits? limits = null)
    {
        _api.ClearFaults();
        _content.ClearFaults();
        _api.AddFault($"{call.Start.Method} {call.Start.Path}*: {fault} x*");
        _api.AddFault($"GET /api/state/*: answer 200 {State} x*");
        _content.AddFault($"* *: {fault} x*");
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = _api.Url, Token = call == ServiceCall.Token ? null : RawServer.Token, UseCache = false, Limits = limits ?? QuickLimits.Value },
            Workbench.Ending);
        await call.RunAsync(client, _folder);
    }

    public async ValueTask DisposeAsync()
    {
        var failures = _api.Failures.Concat(_content.Failures).ToList();
        await _api.DisposeAsync();
        await _content.DisposeAsync();
        _folder.Dispose();
        Assert.Empty(failures);
    }

    private async Task<object?> SaveFromOutputAsync(NemoClient client, TemporaryFolder folder) => await client.SaveRenderAsync(
        new RenderJob("r", RenderStatus.Completed, 100, new Uri(_content.Url, "/r.mp4"), null, null, null), folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending);
}
