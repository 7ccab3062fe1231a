using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
internal sealed class StateReader(ApiTransport transport)
{
    public async Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var data = await transport.SendAsync(
            CallKind.Read,
            HttpMethod.Get,
            $"api/state/nemo_agent/me/{Uri.EscapeDataString(sessionId)}/latest",
            content: null,
            cancellationToken).ConfigureAwait(false);
        return DraftReader.Read(sessionId, data);
    }
}
