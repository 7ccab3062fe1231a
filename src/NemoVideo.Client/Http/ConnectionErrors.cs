#if !NET
using System.Net.Sockets;
#endif
using System.Security.Authentication;

namespace NemoVideo.Client.Http;

/// <summary>Distinguishes a connection that was never established (nothing was sent) from one that broke (unknown outcome).</summary>
internal static class ConnectionErrors
{
    /// <summary>The error if the client itself refused to connect; null for a network failure.</summary>
    public static NemoException? Refusal(Exception exception) => exception.InnerException as NemoException;

    public static bool IsConnectionError(Exception exception) =>
        exception is HttpRequestException or IOException or InvalidDataException || IsConnectTimeout(exception);

    /// <summary>Whether the ConnectTimeout expired. Only such a cancellation contains a timeout exception.</summary>
    private static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException };

    /// <summary>Whether a proxy requires other credentials. A second attempt with the same ones could lock the user's account.</summary>
    public static bool IsProxyRejection(Exception exception) =>
#if NET
        exception is HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired };
#else
        false;
#endif

    public static bool NothingWasSent(Exception exception) => IsConnectTimeout(exception) ||
#if NET
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        (exception is HttpRequestException && exception.InnerException switch
        {
            // Before .NET 8, the inner exception shows the stage: after the connection is established, socket failures are IOExceptions.
            AuthenticationException or SocketException => true,
            System.Net.WebException web => web.Status is System.Net.WebExceptionStatus.NameResolutionFailure
                or System.Net.WebExceptionStatus.ConnectFailure
                or System.Net.WebExceptionStatus.ProxyNameResolutionFailure
                or System.Net.WebExceptionStatus.SecureChannelFailure
                or System.Net.WebExceptionStatus.TrustFailure,
            _ => false,
        });
#endif

    public static NemoException ToException(
        Exception exception, Uri api, RequestKind kind, Redaction redaction, Uri? proxy = null, IReadOnlyList<string>? schemes = null) =>
        Refusal(exception) ?? (IsProxyRejection(exception)
            ? new NemoException(
                NemoErrorKind.ConnectionFailed,
                $"Can't connect to {api.Authority}{Through(proxy)}: the proxy requires valid credentials (HTTP 407)."
                    + (schemes is { Count: > 0 } ? $" It offers these authentication schemes: {string.Join(", ", schemes)}." : ""),
                "Check the user name and password for the proxy. They were sent only once, because repeated failures can lock an account.",
                WithoutSecrets(exception, redaction))
            { Action = NemoAction.SetProxy, StatusCode = HttpStatusCode.ProxyAuthenticationRequired }
            : NothingWasSent(exception)
            ? new NemoException(
                NemoErrorKind.ConnectionFailed,
                $"Can't connect to {api.Authority}{Through(proxy)}: {Reason(exception, redaction)}.",
                NextStep(exception, proxy),
                WithoutSecrets(exception, redaction))
            { Action = proxy is null ? NemoAction.SetApiUrl : NemoAction.SetProxy }
            : new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The connection to {api.Authority} was lost before the response was complete.",
                kind == RequestKind.Read
                    ? "Check the network, and then try again."
                    : "Check the session before you try again. The request may have taken effect.",
                WithoutSecrets(exception, redaction))
            { Outcome = Outcome.Unknown, Action = kind == RequestKind.Read ? NemoAction.None : NemoAction.ReadState });

    /// <summary>Formats only scheme, host and port, because the URL of a proxy can contain a password.</summary>
    private static string Through(Uri? proxy) => proxy is null ? "" : $" through the proxy {proxy.Scheme}://{proxy.Authority}";

    private static string NextStep(Exception exception, Uri? proxy) =>
        exception.InnerException is AuthenticationException
            ? "Check the API URL and this computer's date and time. If your company inspects the traffic or has its own certificate "
                + $"authority, let this computer trust its root certificate: {TrustRoot} Then restart the program."
        : proxy is not null
            ? "Check the network, the API URL, and the proxy settings (such as HTTPS_PROXY and NO_PROXY)."
        : "Check the network, the proxy settings, and the API URL.";

    private static string TrustRoot =>
        PathRules.IsWindows ? "add it to \"Trusted Root Certification Authorities\" with certmgr.msc."
        : Directory.Exists("/System/Library/Keychains") ? "add it to the System keychain, and set it to \"Always Trust\"."
        : "add it with update-ca-certificates (Debian, Ubuntu) or update-ca-trust (Fedora, RHEL), or set SSL_CERT_FILE to its PEM file.";

    /// <summary>
    /// Redacts an exception, because .NET includes the proxy's URL with its password, and response lines with control characters.
    /// </summary>
    private static Exception WithoutSecrets(Exception exception, Redaction redaction)
    {
        var text = exception.ToString();
        return Redact(text, redaction) == text && ControlCharacters.Remove(text) == text
            ? exception
            : new HttpRequestException(ControlCharacters.OneLine(Redact(exception.Message, redaction)));
    }

    private static string Reason(Exception exception, Redaction redaction) => IsConnectTimeout(exception)
        ? "the connection timed out"
        : Redact(exception.GetBaseException().Message, redaction).TrimEnd('.');

    private static string Redact(string text, Redaction redaction) => UrlText.Hide(redaction.Redact(text));
}
