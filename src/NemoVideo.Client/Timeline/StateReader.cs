using NemoVideo.Client.Http;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a session's state: <c>GET /api/state/nemo_agent/me/&lt;sid&gt;/latest</c> (protocol section 7).</summary>
/// <param name="transport">Sends the question.</param>
/// <param name="userFound">Told of the user that a state names: who that is decides where credits come from.</param>
internal sealed class StateReader(ApiTransport transport, Action<string> userFound)
{
    public async Task<TimelineState> GetAsync(string sessionId, CancellationToken cancellationToken)
    {
        var data = await transport.AskSessionAsync(
            $"api/state/nemo_agent/me/{Uri.EscapeDataString(sessionId)}/latest", cancellationToken).ConfigureAwait(false);
        if (data.Text("user_id") is { Length: > 0 } userId)
        {
            userFound(userId);
        }

        return DraftReader.Read(sessionId, data);
    }
}
