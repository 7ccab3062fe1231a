using System.Collections.Concurrent;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    private const int ReadCount = 3;

    /// <summary>The earlier timelines, which a read can still return after an edit.</summary>
    public EditedTimelines Edits { get; } = new(transport.Time);

    private readonly ConcurrentDictionary<string, int> _uploadCounts = new(StringComparer.Ordinal);

    /// <summary>Adds a session that was created. Returns false if it was used before: the response is that to another request.</summary>
    public bool TryAddSession(string sessionId) => _uploadCounts.TryAdd(sessionId, 0);

    /// <summary>Adds an upload to the number that a state must contain to be current.</summary>
    public void AddUpload(TimelineState before) =>
        _uploadCounts.AddOrUpdate(before.SessionId, before.Uploads.Count + 1, (_, count) => Math.Max(count, before.Uploads.Count) + 1);

    /// <summary>
    /// Polls until the state contains all uploads, or the maximum number of polls is reached, because the state can lag behind an upload. The
    /// last state counts either way: the agent can have removed an upload.
    /// </summary>
    public Task<TimelineState> GetBeforeUploadAsync(string sessionId, CancellationToken cancellationToken) =>
        PollAsync(sessionId, HasUploads, transport.Limits.StatePollCount, cancellationToken);

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
    /// Polls until the state differs or the maximum number of polls is reached, because the state can lag behind the edit. A timeline from
    /// before an earlier edit, which the edit can have restored, an empty timeline, and a state in which only the generated media or the canvas
    /// settings differ, count only in the last poll. Throws if the last response has no state.
    /// </summary>
    public Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken) => PollAsync(
        before.SessionId,
        state => !state.Matches(before) && !Edits.IsOutdated(state) && !state.HasDraftOf(before) && (state.IsReady || !before.IsReady),
        transport.Limits.StatePollCount,
        cancellationToken);

    /// <summary>Polls as <see cref="GetChangedAsync"/>, but until the timeline or the list of uploads differs.</summary>
    public Task<TimelineState> GetUploadedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.MatchesWithUploads(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>
    /// Reads the state after the last edit over this connection. A state from before it is read again until it differs or the maximum number
    /// of polls is reached.
    /// </summary>
    /// <exception cref="NemoException">All states are from before the edit.</exception>
    public async Task<TimelineState> GetCurrentAsync(string sessionId, CancellationToken cancellationToken)
    {
        var count = Math.Max(ReadCount, transport.Limits.StatePollCount);
        var state = await PollAsync(sessionId, read => !Edits.IsOutdated(read) && HasUploads(read), count, cancellationToken).ConfigureAwait(false);
        return !Edits.IsOutdated(state) ? state : throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service returned a timeline from before the last edit, although the edit is complete.",
            $"Wait {EditedTimelines.MaxLag.TotalMinutes:0} minutes, and then continue with the session. Don't send the last message again.");
    }

    private bool HasUploads(TimelineState state) => !_uploadCounts.TryGetValue(state.SessionId, out var count) || state.Uploads.Count >= count;

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
        _uploadCounts.TryAdd(sessionId, 0);

        // A gateway can repeat the response for another session.
        var isOther = data.Id("session_id") is { } other && other != sessionId && _uploadCounts.ContainsKey(other);
        return isOther || data.ObjectField("state") is null ? null : new TimelineState(sessionId, data, raw, transport.Redaction.IsIn);
    }
}
