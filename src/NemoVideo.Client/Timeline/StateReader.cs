using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
/// <param name="transport">Sends the question.</param>
/// <param name="tokens">Receives the user that a state names.</param>
internal sealed class StateReader(ApiTransport transport, TokenHolder tokens)
{
    public async Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var (data, raw) = await transport.ReadSessionAsync(
            $"api/state/nemo_agent/me/{ServiceId.ToPathSegment(sessionId)}/latest", cancellationToken).ConfigureAwait(false);
        if (data.Id("user_id") is { } userId)
        {
            tokens.UserId = userId;
        }

        return DraftReader.Read(sessionId, data, raw);
    }

    /// <summary>
    /// The state once it is another one than before. It may lag behind what was done, so it is looked at for a while; where it
    /// stays as it was, that is what comes out.
    /// </summary>
    public async Task<TimelineState> GetChangedAsync(TimelineState before, CancellationToken cancellationToken)
    {
        var after = await GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false);
        for (var look = 1; look < transport.Limits.StatePollCount && after.Matches(before); look++)
        {
            await transport.PauseAsync(transport.Limits.StatePollInterval, cancellationToken).ConfigureAwait(false);
            after = await GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false);
        }

        return after;
    }
}
