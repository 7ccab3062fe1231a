using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A message to an emulator whose session has one clip, and the requests that the emulator received.</summary>
internal sealed class SentMessage : IAsyncDisposable
{
    public const string Path = "/run_sse";

    private readonly TestService _service;
    private readonly string _session;

    private SentMessage(TestService service, NemoClient client, string session)
    {
        _service = service;
        Client = client;
        _session = session;
    }

    public NemoClient Client { get; }

    public EmulatorHost Host => _service.Host;

    public IReadOnlyList<RequestRecord> Requests => _service.RequestsTo("POST", Path);

    /// <summary>Prepares a message with a fault such as <c>reset</c>, or without one (null).</summary>
    public static async Task<SentMessage> PrepareAsync(string? fault = null, EmulatorOptions? options = null)
    {
        var service = await TestService.StartAsync(options);
        var (client, session) = await service.ConnectWithClipAsync();
        if (fault is not null)
        {
            service.Host.AddFault($"POST {Path}: {fault}");
        }

        return new SentMessage(service, client, session);
    }

    public IAsyncEnumerable<AgentEvent> Send(CancellationToken cancellationToken) =>
        Client.SendAsync(_session, "add a title \"Hi\"", cancellationToken);

    public Task<List<string>> SendToEndAsync() => Send(TestService.Ending).ToLinesAsync();

    public Task<NemoException> FailAsync() => Assert.ThrowsAsync<NemoException>(SendToEndAsync);

    /// <summary>Waits until the emulator has seen the client end the request early.</summary>
    public Task WaitForAbortAsync() => Host.WaitForRequestAsync(
        static request => request.Path == Path && request.State == RequestState.Aborted, TestService.Ending);

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
