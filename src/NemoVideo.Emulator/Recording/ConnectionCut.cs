using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace NemoVideo.Emulator.Recording;

/// <summary>
/// Takes connections down from this side. It is on record before it happens: the server tells of an abort of its
/// own on another thread, which can be later than the end of the request.
/// </summary>
internal static class ConnectionCut
{
    /// <summary>Resets the connection; what the client has not read yet may be lost.</summary>
    public static void Reset(this HttpContext http)
    {
        http.Features.Get<RequestEntry>()?.Aborted();
        http.Abort();
    }

    /// <summary>
    /// Ends the connection in the middle of the answer, and loses nothing that was flushed: a reset could overtake
    /// it, and then "after 3 events" would be a matter of luck.
    /// </summary>
    public static void CutShort(this HttpContext http)
    {
        http.Features.Get<RequestEntry>()?.Aborted();
        http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
    }
}
