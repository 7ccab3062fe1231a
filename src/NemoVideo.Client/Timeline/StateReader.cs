using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    public async Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var path = $"api/state/nemo_agent/me/{ServiceId.ToPathSegment(sessionId)}/latest";
        var (data, raw) = await transport.ReadSessionAsync(path, cancellationToken).ConfigureAwait(false);
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return new TimelineState(sessionId, data, raw);
    }

    /// <summary>
    /// Polls until the state differs or the maximum number of polls is reached, because the state can lag behind the edit.
    /// </summary>
    public async Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken) => await transport.PollUntilAsync(
        await GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false),
        _ => GetAsync(before.SessionId, cancellationToken),
        after => !after.Matches(before),
        transport.Limits.StatePollCount - 1,
        transport.Limits.StatePollInterval,
        cancellationToken).ConfigureAwait(false);
}
