using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace NemoVideo.Emulator.Recording;

/// <summary>
/// Ends connections from the emulator's side. The abort is recorded first, since Kestrel can report it after the end of the request.
/// </summary>
internal static class ConnectionExtensions
{
    /// <summary>Resets the connection. The client may lose data that it hasn't read yet.</summary>
    public static void ResetConnection(this HttpContext http)
    {
        http.Features.Get<RequestEntry>()?.SetAborted();
        http.Abort();
    }

    /// <summary>Closes the connection within the response. The client receives everything that was flushed; a reset could discard it.</summary>
    public static void CloseConnection(this HttpContext http)
    {
        http.Features.Get<RequestEntry>()?.SetAborted();
        http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
    }
}
