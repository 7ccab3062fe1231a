using System.Net;
using System.Net.Sockets;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class ConnectionFailureTests
{
    private static readonly Uri Address = new("https://api.example/");

    [Fact]
    public void Translate_ConnectTimeout_IsConnectionFailed()
    {
        // How SocketsHttpHandler reports its ConnectTimeout.
        var timeout = new TaskCanceledException("A connection could not be established.", new TimeoutException("A connection could not be established."));
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

        var error = Assert.IsType<NemoException>(Downloads.TransportTo(Address, static () => new HttpClient()).Translate(timeout, timeouts, Address, RequestKind.Change));

        Assert.Equal(NemoErrorKind.ConnectionFailed, error.Kind);
        Assert.True(ConnectionErrors.NothingWasSent(timeout));
    }

    /// <summary>The first address of a host is dead, as with broken IPv6 (v2rayN 9673, jellyfin 8598).</summary>
    [Fact]
    public async Task Connect_FirstAddressIsDead_UsesTheNextOne()
    {
        using var dead = new DeadAddress(IPAddress.Loopback, port: 0);
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), dead.Port));
        server.Listen();

        using var socket = await ConnectionStream.ConnectAsync([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")], dead.Port, TestService.Ending);

        Assert.Equal(server.LocalEndPoint, socket.RemoteEndPoint);
    }

    [Fact]
    public async Task Call_NoAddressResponds_TimeoutSaysThatItWasConnecting()
    {
        using var dead = new DeadAddress(IPAddress.Loopback, port: 0);
        var options = new NemoClientOptions
        {
            ApiUrl = new Uri($"http://127.0.0.1:{dead.Port}/"),
            Token = RawServer.Token,
            UseCache = false,
            Limits = QuickLimits.Value with { RequestTimeout = TimeSpan.FromSeconds(1) },
        };
        using var client = await NemoClient.ConnectAsync(options, TestService.Ending);

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => client.GetCreditAsync(TestService.Ending));

        Assert.Contains("waiting for a connection to 127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An address whose packets nobody answers: its queue of connections is full.</summary>
    private sealed class DeadAddress : IDisposable
    {
        private readonly List<Socket> _sockets = [new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)];

        public DeadAddress(IPAddress address, int port)
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems answer for a full queue.");
            _sockets[0].Bind(new IPEndPoint(address, port));
            _sockets[0].Listen(0);
            for (var isOpen = true; isOpen; isOpen = _sockets[^1].Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectWrite))
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(socket);
                try
                {
                    socket.Connect(_sockets[0].LocalEndPoint!);
                }
                catch (SocketException)
                {
                    // In progress.
                }
            }
        }

        public int Port => ((IPEndPoint)_sockets[0].LocalEndPoint!).Port;

        public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void NothingWasSent_EachStage_IsDistinguished(HttpRequestError stage, bool expected)
    {
        Assert.Equal(expected, ConnectionErrors.NothingWasSent(new HttpRequestException(stage, "m")));
    }
}
