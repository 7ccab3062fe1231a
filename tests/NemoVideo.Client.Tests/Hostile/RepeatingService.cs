using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>A service that repeats the token in its responses, and the list of places where the client shows it.</summary>
internal sealed class RepeatingService : IAsyncDisposable
{
    private readonly List<string> _found = [];
    private readonly List<string> _reports = [];
    private int _repeated;
    private readonly TemporaryFolder _folder = new();
    private readonly RawServer _server;
    private NemoClient? _client;

    private RepeatingService(Func<RawRequest, RawReply?> reply) =>
        _server = RawServer.Start(request => Count(reply(request)) ?? ServiceCall.Answer(request));

    /// <summary>Responds with <c>reply</c>; null means a normal response.</summary>
    public static async Task<RepeatingService> StartAsync(Func<RawRequest, RawReply?> reply)
    {
        var service = new RepeatingService(reply);
        service._client = await NemoClient.ConnectAsync(
            service._server.Options(
                QuickLimits.Value with { RetryCount = 0 },
                trace: trace => service._reports.Add(trace.ToString()),
                token: TokenSpelling.Token,
                pausing: pause => service._reports.Add(pause.ToString()),
                notice: service._reports.Add),
            TestService.Ending);
        return service;
    }

    /// <summary>Makes a call and searches its result, its error, the connection and the history for the token.</summary>
    public async Task CheckAsync(string name, Func<CallTarget, Task<object?>> call)
    {
        object? shown;
        try
        {
            shown = await call(new CallTarget(_client!, _folder));
        }
        catch (NemoException error)
        {
            shown = error;
        }

        foreach (var place in new[] { shown, _client!.UserId, _reports.ToArray(), _client.ReadHistory() }.SelectMany(TokenSpelling.FindIn))
        {
            _found.Add($"{name}: {place}");
        }

        _reports.Clear();
    }

    /// <summary>Fails if the token was shown or if the client never requested the response that contains it.</summary>
    public void AssertNothingFound()
    {
        Assert.True(_repeated > 0, "No response repeated the token.");
        Assert.True(_found.Count == 0, string.Join('\n', _found.Take(40)));
    }

    private RawReply? Count(RawReply? reply)
    {
        if (reply is not null)
        {
            Interlocked.Increment(ref _repeated);
        }

        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
