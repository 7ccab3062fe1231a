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

    /// <summary>
    /// Whether the timeline has changed since a render was submitted: the last write of a message can land after its stream (protocol 5).
    /// False if it can't be read.
    /// </summary>
    public async Task<bool> HasChangedAsync(string sessionId, string fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false)).Fingerprint != fingerprint;
        }
        catch (NemoException)
        {
            return false;
        }
    }

    /// <summary>
    /// Polls until the timeline differs, up to the maximum number of polls, because the state can lag behind an edit. The last write can
    /// land even later (protocol 5), so a changed timeline is settled when two reads are equal.
    /// </summary>
    public async Task<(TimelineState State, bool IsSettled)> GetChangedAsync(
        TimelineState before, bool canLag, CancellationToken cancellationToken)
    {
        var limits = transport.Limits;
        var count = canLag ? limits.StatePollCount : ReadCount;
        var state = await PollAsync(before.SessionId, state => !canLag || !state.Matches(before), count, cancellationToken)
            .ConfigureAwait(false);
        for (var read = 0; read < limits.StatePollCount && !state.Matches(before); read++)
        {
            await transport.PauseAsync(limits.StateSettleInterval, cancellationToken).ConfigureAwait(false);
            var next = await GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false);
            if (next.Matches(state))
            {
                return (next, true);
            }

            // Behind a load balancer, a replica can still have the timeline before the edit.
            state = next.Matches(before) ? state : next;
        }

        return (state, false);
    }

    /// <summary>Polls until the timeline or the list of uploads differs, because the state can lag behind an upload.</summary>
    public Task<TimelineState> GetUploadedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.MatchesWithUploads(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>
    /// Finds out what a message or an upload did whose response is lost: polls with long intervals, because the service can still be
    /// working, or the network can be gone.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="last">A state that was just read; null for none.</param>
    /// <param name="isFound">Whether the effect is in a state. The first argument is the state before it; null for none.</param>
    /// <param name="reason">Why the client waits, for users. How long it can still take is added.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The last readable state, null for none, and whether the effect was found.</returns>
    public async Task<(TimelineState? Last, bool IsFound)> WaitForChangeAsync(
        string sessionId, TimelineState? last, Func<TimelineState?, TimelineState, bool> isFound, string reason,
        CancellationToken cancellationToken)
    {
        var limits = transport.Limits;
        for (var poll = 0; poll <= limits.RecoveryCount; poll++)
        {
            var delay = poll == 0 ? limits.RecoveryDelay : limits.RecoveryInterval;
            try
            {
                var left = RateLimit.Format(delay + TimeSpan.FromTicks(limits.RecoveryInterval.Ticks * (limits.RecoveryCount - poll)));
                await transport.PauseAsync(
                    delay, cancellationToken, $"{reason.TrimEnd('.')}. Checking for up to {left}", "Next check")
                    .ConfigureAwait(false);
                var state = await GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false);
                if (isFound(last, state))
                {
                    return (state, true);
                }

                last = state;
            }
            catch (NemoException)
            {
                // Also if the connection is closed meanwhile. The result is the last state.
            }
        }

        return (last, false);
    }

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
            "Try again later. If the error persists, create a new session.")
        { Outcome = Outcome.Unknown };
    }

    private async Task<TimelineState?> ReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(ApiCalls.ReadState, sessionId, content: null, cancellationToken).ConfigureAwait(false);
        var data = response.Content();
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return data.ObjectField("state") is null ? null : new TimelineState(sessionId, data);
    }
}
