#if NET
using System.Net.Sockets;
using System.Text.RegularExpressions;
#endif

namespace NemoVideo.Client.Http;

#if NET
/// <summary>
/// A connection. If a proxy rejects the credentials, it reads the schemes that the proxy offers, because .NET's exception doesn't contain
/// them. In an upload, it stops sending after a failed write, so that the response of a server that has closed the connection is still read
/// (dotnet/runtime issue 119350).
/// </summary>
internal sealed class ConnectionStream(Socket socket, ProxySelector? tunneling, bool isUpload) : NetworkStream(socket, ownsSocket: true)
{
    private static readonly Regex Offer = new(@"^Proxy-Authenticate:[ \t]*([\w-]+)", RegexOptions.Multiline | RegexOptions.IgnoreCase);

    private bool _isClosed;
    private bool _hasResponse;

    /// <summary>The time for an address while others are left: a dead route to the first one, as with IPv6, is common.</summary>
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(5);

    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, ProxySelector proxies, bool isUpload, CancellationToken cancellationToken)
    {
        var timeouts = (context.InitialRequestMessage as ApiRequest)?.Timeouts;
        timeouts?.ReportWait($"a connection to {context.DnsEndPoint.Host}");
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var socket = await ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
        timeouts?.ReportWait(null);
        var isTunnel = context.InitialRequestMessage.Method == HttpMethod.Connect;
        return isTunnel || isUpload ? new ConnectionStream(socket, isTunnel ? proxies : null, isUpload)
            : new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Connects to the first address that responds.</summary>
    public static async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var next = 0; ; next++)
        {
            var isLast = next == addresses.Count - 1;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(isLast ? Timeout.InfiniteTimeSpan : AddressTimeout);
            var socket = new Socket(addresses[next].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[next], port, limit.Token).ConfigureAwait(false);
                return socket;
            }
            catch (Exception exception)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                if (isLast || exception is not (SocketException or OperationCanceledException))
                {
                    throw;
                }
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = 0;
        try
        {
            count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (_isClosed)
        {
            // As at the end of the stream.
        }

        _hasResponse |= count > 0 && _isClosed;
        if (count == 0 && _isClosed && !_hasResponse)
        {
            throw new SendFailedException();
        }

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

/// <summary>A write of a request failed, and no response followed, so the server doesn't have the complete request.</summary>
internal sealed class SendFailedException() : IOException("The request could not be sent.");
