using System.Collections.Concurrent;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>Counts rounds and requests, from any thread.</summary>
internal sealed class Tally
{
    private long _begun;
    private long _completed;
    private long _requests;
    private long _rejected;
    private long _tokens;

    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>The rounds that the emulator's record confirms.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The requests with an error status, or without a response.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>The requests for a free token.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>The failures of rounds, and what the client reported.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    /// <returns>The number of the round.</returns>
    public long Begin() => Interlocked.Increment(ref _begun);

    public void Complete() => Interlocked.Increment(ref _completed);

    public void Trace(RequestTrace request)
    {
        Interlocked.Increment(ref _requests);
        if ((int?)request.Status is null or >= 400)
        {
            Interlocked.Increment(ref _rejected);
        }

        if (request.Path == "/api/auth/anonymous-token")
        {
            Interlocked.Increment(ref _tokens);
        }
    }
}
