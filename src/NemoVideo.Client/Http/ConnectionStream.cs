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

    /// <summary>The time for an address while others are left: a dead route to the first one, as with IPv6, is common.</summary>
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(5);

    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, ProxySelector proxies, bool isUpload, CancellationToken cancellationToken)
    {
        var timeouts = (context.InitialRequestMessage as ApiRequest)?.Timeouts;
        timeouts?.ReportWait($"a connection to {context.DnsEndPoint.Host}");
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        for (var next = 0; ; next++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(next < addresses.Length - 1 ? AddressTimeout : Timeout.InfiniteTimeSpan);
            var socket = new Socket(addresses[next].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[next], context.DnsEndPoint.Port, limit.Token).ConfigureAwait(false);
                timeouts?.ReportWait(null);
                var isTunnel = context.InitialRequestMessage.Method == HttpMethod.Connect;
                return isTunnel || isUpload ? new ConnectionStream(socket, isTunnel ? proxies : null, isUpload)
                    : new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                if (cancellationToken.IsCancellationRequested || next == addresses.Length - 1
                    || exception is not (SocketException or OperationCanceledException))
                {
                    throw;
                }
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (_isClosed)
        {
            throw new SendFailedException(exception);
        }

        if (count == 0 && _isClosed)
        {
            throw new SendFailedException(null);
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

/// <summary>A write of a request failed, and no response followed, so the server doesn't have the complete request.</summary>
internal sealed class SendFailedException(Exception? innerException) : IOException("The request could not be sent.", innerException);
#endif
