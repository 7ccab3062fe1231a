#if NET
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace NemoVideo.Client.Transport;

/// <summary>
/// A connection to a proxy, for a tunnel. It reads the schemes that the proxy offers when it rejects the credentials, because the exception
/// of .NET doesn't contain them.
/// </summary>
internal sealed class TunnelStream(Socket socket, ProxySelector proxies) : NetworkStream(socket, ownsSocket: true)
{
    private static readonly Regex Offer = new(@"^Proxy-Authenticate:[ \t]*([\w-]+)", RegexOptions.Multiline | RegexOptions.IgnoreCase);

    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, ProxySelector proxies, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return context.InitialRequestMessage.Method == HttpMethod.Connect
                ? new TunnelStream(socket, proxies) : new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var start = buffer.Span[..count];
        if (start.StartsWith("HTTP/1.1 407"u8) || start.StartsWith("HTTP/1.0 407"u8))
        {
            var offers = Offer.Matches(Encoding.Latin1.GetString(start));
            proxies.OfferedSchemes = [.. offers.Select(static one => one.Groups[1].Value).Distinct()];
        }

        return count;
    }
}
#endif
