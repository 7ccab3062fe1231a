using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A proxy on loopback that tunnels all connections to one server and records the traffic.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _traffic = [];
    private readonly RawServer _server;

    private TunnelProxy(int target, string credential)
    {
        var rejection = RawReply.Of(407, null, [], "Proxy-Authenticate: Basic realm=\"proxy\"");
        _server = RawServer.Start(request =>
            request.Header("Proxy-Authorization") == credential ? new RawReply((wire, stop) => TunnelAsync(wire, target, stop), RawReplyEnd.Close) : rejection);
    }

    public Uri Url => _server.Url;

    /// <summary>The CONNECT requests to the proxy.</summary>
    public IEnumerable<string> Heads => _server.Requests.Select(static request => request.Head);

    /// <summary>The bytes that clients sent through tunnels.</summary>
    public string Traffic => string.Concat(_traffic);

    /// <summary>Starts a proxy to a local server, for one user.</summary>
    public static TunnelProxy Start(Uri target, string user, string password) =>
        new(target.Port, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TunnelAsync(Stream wire, int target, CancellationToken stop)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, target, stop);
        await wire.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop);
        await Task.WhenAny(CopyAsync(wire, server.GetStream(), _traffic.Enqueue, stop), CopyAsync(server.GetStream(), wire, static _ => { }, stop));
    }

    private static async Task CopyAsync(Stream from, Stream to, Action<string> record, CancellationToken stop)
    {
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await from.ReadAsync(chunk, stop)) > 0)
        {
            record(Encoding.Latin1.GetString(chunk, 0, count));
            await to.WriteAsync(chunk.AsMemory(0, count), stop);
        }
    }
}
