using NemoVideo.Client.Errors;
using NemoVideo.Client.Streaming;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Support;

/// <summary>One message to an emulator whose session has one clip: what it is sent with, and what the emulator sees of it.</summary>
internal sealed class SentMessage : IAsyncDisposable
{
    public const string Path = "/run_sse";

    private readonly Workbench _bench;
    private readonly string _session;

    private SentMessage(Workbench bench, NemoClient client, string session)
    {
        _bench = bench;
        Client = client;
        _session = session;
    }

    public NemoClient Client { get; }

    public EmulatorHost Host => _bench.Host;

    public IReadOnlyList<RequestRecord> Requests => _bench.RequestsTo("POST", Path);

    /// <param name="fault">What becomes of the message, such as <c>reset</c>; null: what it asks for.</param>
    /// <param name="options">The emulator's; null: <see cref="Workbench.Plain"/>.</param>
    public static async Task<SentMessage> PrepareAsync(string? fault = null, EmulatorOptions? options = null)
    {
        var bench = await Workbench.StartAsync(options);
        var (client, session) = await bench.ConnectWithClipAsync();
        if (fault is not null)
        {
            bench.Host.AddFault($"POST {Path}: {fault}");
        }

        return new SentMessage(bench, client, session);
    }

    public IAsyncEnumerable<AgentEvent> Send(CancellationToken cancellationToken) =>
        Client.SendAsync(_session, "add a title \"Hi\"", cancellationToken);

    public Task<List<string>> SendToEndAsync() => Send(Workbench.Ending).ToLinesAsync();

    public Task<NemoException> FailAsync() => Assert.ThrowsAsync<NemoException>(SendToEndAsync);

    /// <summary>Waits until the emulator has seen the request end before its answer did.</summary>
    public Task WaitForAbortAsync() => Host.WaitForRequestAsync(
        static request => request.Path == Path && request.State == RequestState.Aborted, Workbench.Ending);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
