using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    private const int ReadCount = 3;

    /// <summary>The earlier timelines, which a read can still return after an edit.</summary>
    public EditedTimelines Edits { get; } = new(transport.Time);

    /// <summary>The sessions that were read, created or uploaded to over the connection.</summary>
    public KnownSessions Sessions { get; } = new();

    /// <summary>The maximum number of polls for a current state. A response without a state is one of them.</summary>
    private int PollCount => Math.Max(ReadCount, transport.Limits.StatePollCount);

    /// <summary>
    /// Polls until the state contains all uploads, or the maximum number of polls is reached, because the state can lag behind an upload. The
    /// last state counts either way: the agent can have removed an upload.
    /// </summary>
    public async Task<TimelineState> GetBeforeUploadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var state = await PollAsync(sessionId, Sessions.HasUploads, PollCount, cancellationToken).ConfigureAwait(false);
        Sessions.AddLastPoll(state);
        return state;
    }

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
    /// Polls until the state differs or the maximum number of polls is reached, because the state can lag behind the edit. If the draft is
    /// unchanged or the timeline is empty, the next poll must return the same state. A timeline from before an earlier edit counts only in the
    /// last poll, because the edit can have restored it, and only if no poll after it returned the state from before this edit. Throws if the
    /// last response has no state.
    /// </summary>
    public async Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken)
    {
        TimelineState? last = null;
        var (isSeenOutdated, isContradicted) = (false, false);
        var state = await PollAsync(before.SessionId, IsAccepted, transport.Limits.StatePollCount, cancellationToken).ConfigureAwait(false);
        return isContradicted && Edits.IsOutdated(state) ? before : state;

        bool IsAccepted(TimelineState read)
        {
            var (isUnchanged, isOutdated) = (read.Matches(before), Edits.IsOutdated(read));
            isContradicted |= isSeenOutdated && isUnchanged;
            isSeenOutdated |= isOutdated;
            var isSure = (!read.HasDraftOf(before) && (read.IsReady || !before.IsReady)) || (last is not null && read.Matches(last));
            last = read;
            return isSure && !isOutdated && !isUnchanged;
        }
    }

    /// <summary>
    /// Reads the state after a message that ran no tool. A timeline from before an earlier edit is read again, and isn't an effect of the
    /// message.
    /// </summary>
    public async Task<TimelineState> GetAfterReplyAsync(TimelineState before, CancellationToken cancellationToken)
    {
        var state = await PollAsync(before.SessionId, read => !Edits.IsOutdated(read), PollCount, cancellationToken).ConfigureAwait(false);
        return Edits.IsOutdated(state) ? before : state;
    }

    /// <summary>Polls as <see cref="GetChangedAsync"/>, but until the timeline or the list of uploads differs.</summary>
    public Task<TimelineState> GetUploadedAsync(TimelineState before, CancellationToken cancellationToken) =>
        PollAsync(before.SessionId, state => !state.MatchesWithUploads(before), transport.Limits.StatePollCount, cancellationToken);

    /// <summary>
    /// Reads the state after the last edit over this connection. A state from before it is read again until it differs or the maximum number
    /// of polls is reached.
    /// </summary>
    /// <exception cref="NemoException">All states are from before the edit, or the timeline is unreadable.</exception>
    public async Task<TimelineState> GetCurrentAsync(string sessionId, CancellationToken cancellationToken)
    {
        var state = await PollAsync(
            sessionId, read => !Edits.IsOutdated(read) && Sessions.HasUploads(read), PollCount, cancellationToken).ConfigureAwait(false);
        Sessions.AddLastPoll(state);
        return !Edits.IsOutdated(state) ? state.CheckIsReadable() : throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service still returns a timeline from before the last edit. Nothing was sent.",
            $"Try again in {EditedTimelines.MaxLag.TotalMinutes:0} minutes.");
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
        var response = await transport.SendAsync(ApiCalls.ReadState, sessionId, content: null, cancellationToken).ConfigureAwait(false);
        var data = response.Content();
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return data.ObjectField("state") is null ? null : new TimelineState(sessionId, data);
    }
}
