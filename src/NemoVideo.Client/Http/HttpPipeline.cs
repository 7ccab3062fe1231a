using Microsoft.Extensions.DependencyInjection;
#if NET
using PrimaryHandler = System.Net.Http.SocketsHttpHandler;
#else
using PrimaryHandler = System.Net.Http.HttpClientHandler;
#endif

namespace NemoVideo.Client.Http;

/// <summary>Builds the named client of a connection. Closing the connection closes its factory and sockets.</summary>
internal static class HttpPipeline
{
    public const string ClientName = "NemoVideo";

    public static ServiceProvider Build(
        NemoClientOptions options, ApiOrigin origin, ProxySelector proxies, TokenHolder tokens, Redaction redaction,
        RateLimitPause pause)
    {
        var services = new ServiceCollection();

        // A singleton, so that the provider disposes it and closes the sockets. The factory never disposes its handlers.
        services.AddSingleton(_ => new ConnectionHandler(
            CreatePrimaryHandler(proxies), CreatePrimaryHandler(proxies), CreatePrimaryHandler(proxies, isUpload: true)));
        services
            .AddHttpClient(ClientName, static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var sockets = provider.GetRequiredService<ConnectionHandler>();
                return options.Wire?.Invoke(sockets) ?? sockets;
            })
            .AddHttpMessageHandler(() => new AttributionHandler(origin))
            .AddHttpMessageHandler(() => new AuthenticationHandler(origin, tokens.Token!))
            .AddHttpMessageHandler(() => new ResilienceHandler(options.Limits, options.TimeProvider, pause))
            .AddHttpMessageHandler(() => new ResponseHandler(options.Limits.MaxResponseBytes, redaction))
            .AddHttpMessageHandler(() => new TraceHandler(options.TimeProvider));
        return services.BuildServiceProvider();
    }

    private static PrimaryHandler CreatePrimaryHandler(ProxySelector proxies, bool isUpload = false) => new()
    {
#if NET
        // A canceled stream is closed. Its rest isn't read in the background.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, token) => ConnectionStream.ConnectAsync(context, proxies, isUpload, token),
#else
        MaxConnectionsPerServer = int.MaxValue,
#endif

        // The bearer token must not be sent to the target of a redirect. Only downloads follow redirects, without the token.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = proxies.IsAllowed,
        Proxy = proxies.Given,
    };
}

/// <summary>
/// Sends each charged request over a new connection, and uploads over connections of their own. On a connection that was used before, a
/// gateway could repeat an earlier response, such as a rejection, and the message would be sent again. .NET Framework can't open a
/// connection for a single request.
/// </summary>
internal sealed class ConnectionHandler : HttpMessageHandler
{
    private readonly HttpMessageInvoker _shared;
    private readonly HttpMessageInvoker _charged;
    private readonly HttpMessageInvoker _uploads;

    public ConnectionHandler(PrimaryHandler shared, PrimaryHandler charged, PrimaryHandler uploads)
    {
#if NET
        charged.PooledConnectionLifetime = TimeSpan.Zero;
#endif
        (_shared, _charged, _uploads) = (new(shared), new(charged), new(uploads));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        ((request as ApiRequest) switch
        {
            { Kind: RequestKind.Charged } => _charged,
            { Call.IsUpload: true } => _uploads,
            _ => _shared,
        }).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shared.Dispose();
            _charged.Dispose();
            _uploads.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Adds the three attribution headers to each request to the API. Without them, the service rejects an export with 402.</summary>
internal sealed class AttributionHandler(ApiOrigin origin) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ApiRequest { Caller.Skill: { } skill } && origin.Includes(request.RequestUri))
        {
            request.Headers.TryAddWithoutValidation("X-Skill-Source", skill.Name);
            request.Headers.TryAddWithoutValidation("X-Skill-Version", skill.Version);
            request.Headers.TryAddWithoutValidation("X-Skill-Platform", skill.Platform);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Reports each request that is sent, including retries.</summary>
internal sealed class TraceHandler(TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        HttpStatusCode? status = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            status = response.StatusCode;
            return response;
        }
        finally
        {
            (request as ApiRequest)?.Caller?.Observer.Trace?.Invoke(
                new RequestTrace(request.Method.Method, request.RequestUri!.AbsolutePath, status, time.GetElapsedTime(start)));
        }
    }
}
