using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    /// <summary>The number of reads if a response has no state: a backend that is being restarted can respond without one.</summary>
    private const int ReadCount = 3;

    /// <summary>Reads the state.</summary>
    /// <exception cref="NemoException">
    /// No response has a state: it is unknown what the timeline contains, and whether it has changed.
    /// </exception>
    public Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken) =>
        PollAsync(sessionId, static _ => true, ReadCount, cancellationToken);

    /// <summary>Reads the state before a message or an export.</summary>
    /// <exception cref="NemoException">The timeline is unreadable.</exception>
    public async Task<TimelineState> GetReadableAsync(string sessionId, CancellationToken cancellationToken) =>
        (await GetAsync(sessionId, cancellationToken).ConfigureAwait(false)).CheckIsReadable();

    /// <summary>Polls until the timeline differs, up to the maximum number of polls, because the state can lag behind an edit.</summary>
    public Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.Matches(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>Polls as <see cref="GetChangedAsync"/>, but until the timeline or the list of uploads differs.</summary>
    public Task<TimelineState> GetUploadedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.MatchesWithUploads(before), transport.Limits.StatePollCount, cancellationToken);

    private async Task<TimelineState> PollAsync(
        string sessionId, Func<TimelineState, bool> isAccepted, int count, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(sessionId, cancellationToken).ConfigureAwait(false);
        for (var read = 1; read < count && !(state is not null && isAccepted(state)); read++)
        {
            await transport.PauseAsync(transport.Limits.StatePollInterval, cancellationToken).ConfigureAwait(false);
            state = await ReadAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }

        return state ?? throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service's response doesn't contain the state of the session.",
            "Try again later. If the error persists, create a new session.");
    }

    private async Task<TimelineState?> ReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(ApiCalls.ReadState, sessionId, content: null, cancellationToken).ConfigureAwait(false);
        var data = response.Content();
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return data.ObjectField("state") is null ? null : new TimelineState(sessionId, data);
    }
}
