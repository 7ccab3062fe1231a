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
