#if NET
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace NemoVideo.Client.Http;

/// <summary>
/// A connection. If a proxy rejects the credentials, it reads the schemes that the proxy offers, because .NET's exception doesn't contain
/// them. In an upload, it stops sending after a failed write, so that the response of a server that has closed the connection is still read
/// (dotnet/runtime issue 119350).
/// </summary>
internal sealed class ConnectionStream(Socket socket, ProxySelector? tunneling, bool isUpload) : NetworkStream(socket, ownsSocket: true)
{
    private static readonly Regex Offer = new(@"^Proxy-Authenticate:[ \t]*([\w-]+)", RegexOptions.Multiline | RegexOptions.IgnoreCase);

    private bool _isClosed;

    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, ProxySelector proxies, bool isUpload, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            var isTunnel = context.InitialRequestMessage.Method == HttpMethod.Connect;
            return isTunnel || isUpload ? new ConnectionStream(socket, isTunnel ? proxies : null, isUpload)
                : new NetworkStream(socket, ownsSocket: true);
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
        if (tunneling is not null && (start.StartsWith("HTTP/1.1 407"u8) || start.StartsWith("HTTP/1.0 407"u8)))
        {
            var offers = Offer.Matches(Encoding.Latin1.GetString(start));
            tunneling.OfferedSchemes = [.. offers.Select(static one => one.Groups[1].Value).Distinct()];
        }

        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (isUpload)
        {
            _isClosed = true;
        }
    }
}
#endif
