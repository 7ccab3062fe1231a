using System.Collections.Concurrent;
using System.Globalization;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>
/// A service that fails for one kind of call and records what it receives: <c>x</c> the request, <c>R</c> a request for a new free
/// token, <c>?</c> a poll for the render by its ID, and a number for each delay of the client, in seconds.
/// </summary>
internal sealed class FailingService : IAsyncDisposable
{
    // The service's web URL, which links start with. For a local API, links would start with another URL.
    private static readonly Uri Web = new("https://nemovideo.com/");

    private static readonly NemoLimits Limits = new() { RetryDelay = TimeSpan.Zero, StatePollInterval = TimeSpan.Zero };

    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private readonly ConcurrentQueue<string> _pauses = [];
    private readonly ServiceCall _call;
    private readonly Func<int, RawReply?> _failing;
    private readonly bool _isFree;
    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly RawServer _server;
    private NemoClient? _client;
    private int _count;
    private int _tokens;

    private FailingService(ServiceCall call, bool isFree, Func<int, RawReply?> failing)
    {
        _call = call;
        _failing = failing;
        _isFree = isFree || call == ServiceCall.Token;
        _server = RawServer.Start(ApiResponse);
    }

    /// <summary>The delays that the client reported.</summary>
    public IReadOnlyList<string> Pauses => [.. _pauses];

    public IReadOnlyList<RawRequest> Requests => _server.Requests;

    /// <summary>What the service received after the client connected.</summary>
    public string Seen
    {
        get
        {
            lock (_gate)
            {
                return string.Join(' ', _seen);
            }
        }
    }

    /// <summary>
    /// The call fails as <c>failing</c> says for its first, second… request; null means a normal response. <c>isFree</c>: the
    /// client uses a free token.
    /// </summary>
    public static async Task<FailingService> StartAsync(ServiceCall call, bool isFree, Func<int, RawReply?> failing)
    {
        var service = new FailingService(call, isFree, failing);
        if (call != ServiceCall.Token)
        {
            await service.ConnectAsync();
            service._seen.Clear();
        }

        return service;
    }

    /// <summary>Makes the call and advances the clock whenever the client waits.</summary>
    public async Task RunAsync()
    {
        var running = _client is { } client ? _call.RunAsync(new CallTarget(client, _folder)) : ConnectAsync();
        while (true)
        {
            var pause = _time.WaitForTimerAsync(delay => delay > TimeSpan.Zero && delay < Limits.RequestTimeout, TestService.Ending);
            if (await Task.WhenAny(running, pause) == running)
            {
                await running;
                return;
            }

            Note((await pause).TotalSeconds.ToString(CultureInfo.InvariantCulture));
            _time.Advance(await pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConnectAsync() => _client = await NemoClient.ConnectAsync(
        _server.Options(Limits, _time, token: _isFree ? null : RawServer.Token, web: Web, pausing: pause => _pauses.Enqueue(pause.ToString())), TestService.Ending);

    private void Note(string seen)
    {
        lock (_gate)
        {
            _seen.Add(seen);
        }
    }

    private RawReply ApiResponse(RawRequest request)
    {
        if (_call.Matches(request))
        {
            Note("x");
            return _failing(++_count) ?? Succeed(request);
        }

        if (ServiceCall.Token.Matches(request))
        {
            Note("R");
        }
        else if (_call.Group is "submit" or "cancel" && request.Path.StartsWith("/api/render/", StringComparison.Ordinal))
        {
            Note("?");
            return _call.Group == "submit" ? RawReply.Json("""{"detail":"no such render"}""", 404)
                : RawReply.Json("""{"status":"pending"}""");
        }

        return Succeed(request);
    }

    private RawReply Succeed(RawRequest request) => ServiceCall.Token.Matches(request)
        ? RawReply.Json("{\"code\":0,\"data\":{\"user_id\":\"anon_7\",\"token\":\"nmv_usr_free" + ++_tokens + "\"}}")
        : ServiceCall.Answer(request, _isFree ? "anon_7" : "user_7");
}
