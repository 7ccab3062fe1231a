using System.Collections.Concurrent;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    private const int ReadCount = 3;

    /// <summary>How long a read can return the state from before an edit. Later, such a state is a timeline that was restored.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (string Before, long At)> _edits = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads the state. If a response has none, the state is read again, up to three times in total, because a backend that is being restarted
    /// can respond without a state.
    /// </summary>
    /// <exception cref="NemoException">
    /// No response has a state: it is unknown what the timeline contains, and whether it has changed.
    /// </exception>
    public Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken) =>
        PollAsync(sessionId, static _ => true, ReadCount, cancellationToken);

    /// <summary>
    /// Polls until the state differs or the maximum number of polls is reached, because the state can lag behind the edit. Throws if the last
    /// response has no state.
    /// </summary>
    public Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.Matches(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>The same, but a changed list of uploads also counts.</summary>
    public Task<TimelineState> GetUploadedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.MatchesWithUploads(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>Remembers the state from before an edit that changed the timeline.</summary>
    public void AddEdit(TimelineState before) => _edits[before.SessionId] = (before.Fingerprint, transport.Time.GetTimestamp());

    /// <summary>
    /// Reads the state after the last edit. A state from before the edit is outdated, because a read can reach another server than the one
    /// before. It is read again until it differs or the maximum number of polls is reached.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="outdated">The fingerprint from before the last edit; null for that of the last edit over this connection, if any.</param>
    /// <param name="cancellationToken">The token.</param>
    /// <exception cref="NemoException">All states are outdated.</exception>
    public async Task<TimelineState> GetCurrentAsync(string sessionId, string? outdated, CancellationToken cancellationToken)
    {
        outdated ??= _edits.TryGetValue(sessionId, out var edit) && transport.Time.GetElapsedTime(edit.At) <= MaxLag ? edit.Before : null;
        if (outdated is null)
        {
            return await GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }

        var count = transport.Limits.StatePollCount;
        var state = await PollAsync(sessionId, read => read.Fingerprint != outdated, count, cancellationToken).ConfigureAwait(false);
        return state.Fingerprint != outdated ? state : throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service returned the timeline from before the last edit, although the edit is complete.",
            "Try again in a few minutes.");
    }

    private async Task<TimelineState> PollAsync(
        string sessionId, Func<TimelineState, bool> isAccepted, int count, CancellationToken cancellationToken) =>
        await transport.PollUntilAsync(
            await ReadAsync(sessionId, cancellationToken).ConfigureAwait(false),
            _ => ReadAsync(sessionId, cancellationToken),
            state => state is not null && isAccepted(state),
            count - 1,
            transport.Limits.StatePollInterval,
            cancellationToken).ConfigureAwait(false)
        ?? throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service's response doesn't contain the state of the session.",
            "Try again later. If the error persists, create a new session.");

    private async Task<TimelineState?> ReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var path = $"api/state/nemo_agent/me/{ServiceId.ToPathSegment(sessionId)}/latest";
        var (data, raw) = await transport.ReadSessionAsync(path, cancellationToken).ConfigureAwait(false);
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return data.ObjectField("state") is null ? null : new TimelineState(sessionId, data, raw, transport.Redaction.IsIn);
    }
}
