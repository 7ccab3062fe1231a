using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace NemoVideo.Emulator.Recording;

/// <summary>Ends connections. The abort is recorded first, since Kestrel can report it after the end of the request.</summary>
internal static class ConnectionExtensions
{
    /// <summary>Resets the connection. The client may lose data that it hasn't read yet.</summary>
    public static void ResetConnection(this HttpContext http)
    {
        http.Entry().SetAborted();
        http.Abort();
    }

    /// <summary>Closes the connection within the response. The client receives all that was flushed; a reset could discard it.</summary>
    public static void CloseConnection(this HttpContext http)
    {
        http.Entry().SetAborted();
        http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>The record of this request. Requests to the pages and to the control API have none.</summary>
    public static RequestEntry Entry(this HttpContext http) => http.Features.GetRequiredFeature<RequestEntry>();
}
