#if !NET
using System.Net.Sockets;
#endif
using System.Security.Authentication;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>Tells a connection that never came about (nothing was sent) from one that broke (anything may have been done).</summary>
internal static class ConnectionErrors
{
    /// <summary>The client's own refusal to connect, which is no failure of the network; null where it is one.</summary>
    public static NemoException? Refusal(Exception exception) => exception.InnerException as NemoException;

    public static bool IsOne(Exception exception) => exception is HttpRequestException or IOException || IsConnectTimeout(exception);

    /// <summary>
    /// A connect that takes too long comes as a cancel with a timeout in it, though nobody cancelled. It is the only one: the
    /// client's other clocks are <see cref="RequestTimeouts"/>s, and HttpClient's own is off.
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
    /// <param name="api">The address that was asked for.</param>
    /// <param name="kind">What the request does: one that only reads has done nothing.</param>
    /// <param name="redaction">Replaces the token: what .NET could not read of a response, it repeats.</param>
    /// <param name="proxy">The proxy on the way there, where none of the request may have got further.</param>
    public static NemoException ToException(Exception exception, Uri api, RequestKind kind, Redaction redaction, Uri? proxy = null) =>
        Refusal(exception) ?? (NothingWasSent(exception)
            ? new NemoException(
                NemoErrorKind.ConnectionFailed,
                $"Can't connect to {api.Authority}{Through(proxy)}: {Reason(exception, redaction)}.",
                NextStep(exception, proxy),
                WithoutSecrets(exception, redaction))
            {
                Action = proxy is null ? NemoAction.SetApiUrl : NemoAction.SetProxy,
            }
            : new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The connection to {api.Authority} was lost before the response was complete.",
                kind == RequestKind.Read
                    ? "Check the network, and try again."
                    : "The request may have taken effect. Check the session before you repeat it.",
                WithoutSecrets(exception, redaction))
            {
                Action = kind == RequestKind.Read ? NemoAction.None : NemoAction.ReadState,
            });

    /// <summary>Its scheme, host and port: its address may hold a password.</summary>
    private static string Through(Uri? proxy) => proxy is null ? "" : $" through the proxy {proxy.Scheme}://{proxy.Authority}";

    private static string NextStep(Exception exception, Uri? proxy) =>
        exception.InnerException is AuthenticationException
            ? "Check the API URL and this computer's date. To use a certificate authority of your own, add it to the trust store of the system."
        : proxy is not null
            ? "Check the network, the API URL and the proxy (HTTPS_PROXY and NO_PROXY)."
        : "Check the network, the proxy and the API URL.";

    /// <summary>.NET writes a proxy's address with its password into the exception.</summary>
    private static Exception WithoutSecrets(Exception exception, Redaction redaction)
    {
        var text = exception.ToString();
        return redaction.Of(text) == text && IsPlain(text) ? exception : new HttpRequestException(ControlCharacters.OneLine(redaction.Of(exception.Message)));
    }

    /// <summary>.NET repeats a line of the service's that it can't read, with whatever a terminal would obey.</summary>
    private static bool IsPlain(string text) => ReferenceEquals(ControlCharacters.Remove(text), text);

    /// <summary>What .NET says of a connect that took too long is that it was cancelled.</summary>
    private static string Reason(Exception exception, Redaction redaction) => IsConnectTimeout(exception)
        ? "the connection timed out"
        : redaction.Of(Innermost(exception).Message).TrimEnd('.');

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
