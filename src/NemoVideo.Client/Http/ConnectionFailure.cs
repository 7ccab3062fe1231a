#if !NET
using System.Net.Sockets;
using System.Security.Authentication;
#endif

namespace NemoVideo.Client.Http;

/// <summary>Tells a connection that never came about (nothing was sent) from one that broke (anything may have been done).</summary>
internal static class ConnectionFailure
{
    /// <summary>The client's own refusal to connect, which is no failure of the network; null where it is one.</summary>
    public static NemoException? Refusal(Exception exception) => exception.InnerException as NemoException;

    public static bool IsOne(Exception exception) => exception is HttpRequestException or IOException || IsConnectTimeout(exception);

    /// <summary>
    /// A connect that takes too long comes as a cancel with a timeout in it, though nobody cancelled. It is the only one: the
    /// client's other clocks are <see cref="CallClock"/>s, and HttpClient's own is off.
    /// </summary>
    private static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException };

    public static bool NothingWasSent(Exception exception)
    {
        if (IsConnectTimeout(exception))
        {
            return true;
        }

#if NET
        return exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        // Below .NET 8 the stage is told by what lies directly under the HttpRequestException: after the connect stage,
        // socket failures are wrapped in an IOException.
        return exception is HttpRequestException && exception.InnerException switch
        {
            AuthenticationException => true,
            SocketException => true,
            System.Net.WebException web => web.Status is System.Net.WebExceptionStatus.NameResolutionFailure
                or System.Net.WebExceptionStatus.ConnectFailure
                or System.Net.WebExceptionStatus.ProxyNameResolutionFailure
                or System.Net.WebExceptionStatus.SecureChannelFailure
                or System.Net.WebExceptionStatus.TrustFailure,
            _ => false,
        };
#endif
    }

    /// <param name="exception">What broke.</param>
    /// <param name="api">The address that was spoken to.</param>
    /// <param name="kind">What the request does: one that only reads has done nothing.</param>
    public static NemoException ToException(Exception exception, Uri api, CallKind kind)
    {
        var host = api.Authority;
        return Refusal(exception) ?? (NothingWasSent(exception)
            ? new NemoException(
                NemoErrorKind.ConnectionFailed,
                $"No connection to {host}: {Redaction.OfAddresses(Innermost(exception).Message).TrimEnd('.')}.",
                "Check the network, the proxy, and the API address.",
                WithoutSecrets(exception))
            : new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The connection to {host} broke before the whole answer was there.",
                kind == CallKind.Read
                    ? "Check the network, and try again."
                    : "What was asked for may have been done: look at Get-NemoState before you repeat it.",
                exception));
    }

    /// <summary>.NET writes a proxy's address with its password into the exception.</summary>
    private static Exception WithoutSecrets(Exception exception)
    {
        var text = exception.ToString();
        return Redaction.OfAddresses(text) == text ? exception : new HttpRequestException(Redaction.OfAddresses(exception.Message));
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
