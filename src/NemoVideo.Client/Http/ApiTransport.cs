using System.Text.Encodings.Web;

namespace NemoVideo.Client.Http;

/// <summary>Sends requests and reads responses. Every call of the client uses it.</summary>
internal sealed class ApiTransport(
    IHttpClientFactory http, ApiOrigin origin, ProxySelector proxies, ServiceErrorFactory errors, Redaction redaction,
    NemoClientOptions options, RequestCaller caller, RateLimitPause pause, CancellationToken closed)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public RequestCaller Caller => caller;

    /// <summary>The same connection for the requests of another caller.</summary>
    public ApiTransport For(RequestCaller other) => new(http, origin, proxies, errors, redaction, options, other, pause, closed);

    public NemoLimits Limits => options.Limits;
    public TimeProvider Time => options.TimeProvider;

    /// <summary>Whether the next request waits for a rate limit.</summary>
    public bool IsPaused => pause.IsActive;
    /// <summary>Warns about a problem that doesn't end a call.</summary>
    public void Warn(string notice) => caller.Observer.Notice?.Invoke(ControlCharacters.OneLine(redaction.Redact(notice)));

    public ServiceErrorFactory Errors => errors;
    public Redaction Redaction => redaction;

    /// <summary>Starts the timeouts of a call. Closing the connection also ends the call.</summary>
    public RequestTimeouts StartTimeouts(TimeSpan total, TimeSpan idle, CancellationToken cancellationToken) =>
        new(total, idle, Time, cancellationToken, closed);

    /// <summary>Starts the timeout of an upload or download, which has a minimum rate instead of a total timeout.</summary>
    public RequestTimeouts StartTransferTimeouts(CancellationToken cancellationToken) =>
        new(Timeout.InfiniteTimeSpan, Limits.TransferIdleTimeout, Time, cancellationToken, closed)
        {
            MinBytes = (long)(Limits.MinTransferBytesPerSecond * Limits.TransferIdleTimeout.TotalSeconds),
        };

    /// <summary>Waits between two calls. Closing the connection also ends the wait.</summary>
    /// <param name="delay">The length of the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, without a period, for users; null for a wait that is shorter than they notice.</param>
    /// <param name="next">What follows.</param>
    public async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken, string? reason = null, string next = "Retrying")
    {
        if (reason is not null)
        {
            caller.Observer.Waiting?.Invoke(new WaitTrace(reason, delay, next));
        }

        using var timeouts = StartTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, cancellationToken);
        try
        {
            await Delay.ForAsync(delay, Time, timeouts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw timeouts.ToException(exception);
        }
    }

    /// <summary>Sends a plain request within the request timeout.</summary>
    /// <param name="call">The call.</param>
    /// <param name="id">The ID of the session or render in its path; null for none.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The complete response. Use <see cref="JsonAccess.Content"/> to read its <c>data</c>.</returns>
    public Task<JsonElement> SendAsync(ApiCall call, string? id, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(call, origin.Resolve(call.PathFor(id)), content), cancellationToken);

    /// <summary>The same for a request that nothing depends on: after a rate limit, it isn't sent again, and others don't wait.</summary>
    public Task<JsonElement> SendOptionalAsync(ApiCall call, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(call, origin.Resolve(call.PathFor(null))) { HasWaited = true }, cancellationToken);

    /// <summary>The same for a request with options. Disposes the request.</summary>
    public async Task<JsonElement> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using (request)
        using (var timeouts = StartRequestTimeouts(cancellationToken))
        {
            return await SendAsync(request, timeouts).ConfigureAwait(false);
        }
    }

    /// <summary>The same within other timeouts.</summary>
    public async Task<JsonElement> SendAsync(ApiRequest request, RequestTimeouts timeouts)
    {
        try
        {
            using var response = await SendThroughHandlersAsync(request, timeouts).ConfigureAwait(false);
            return request.Reply is Reply.Accepted reply ? reply.Json : throw errors.ToException(request, request.Reply!, response);
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            throw Translate(exception, timeouts, origin.Address, request.Kind, proxies.Find);
        }
    }

    /// <summary>
    /// Opens an event stream or a file. The caller disposes the response. Throws for an error, or if JSON is returned instead.
    /// </summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, RequestTimeouts timeouts)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await SendThroughHandlersAsync(request, timeouts).ConfigureAwait(false);
            return request.Reply is null || (request.Call.IsRedirectable && (int)response.StatusCode is >= 300 and < 400)
                ? response
                : throw errors.ToException(request, request.Reply, response);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (!IsTransport(exception))
            {
                throw;
            }

            throw Translate(exception, timeouts, request.RequestUri!, request.Kind, proxies.Find);
        }
    }

    private Task<HttpResponseMessage> SendThroughHandlersAsync(ApiRequest request, RequestTimeouts timeouts)
    {
        (request.Timeouts, request.Caller) = (timeouts, caller);
        return http.CreateClient(HttpPipeline.ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeouts.Token);
    }

    private RequestTimeouts StartRequestTimeouts(CancellationToken cancellationToken) =>
        StartTimeouts(Limits.RequestTimeout, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <remarks>Finding the proxy can be slow, so this is done only if no connection was established.</remarks>
    public Exception Translate(
        Exception exception, RequestTimeouts timeouts, Uri address, RequestKind kind, Func<Uri, Uri?>? findProxy = null) =>
        timeouts.Token.IsCancellationRequested ? timeouts.ToException(exception)
        : exception is OperationCanceledException && !ConnectionErrors.IsConnectionError(exception) ? exception
        : ConnectionErrors.ToException(
            exception,
            address,
            kind,
            redaction,
            ConnectionErrors.NothingWasSent(exception) ? findProxy?.Invoke(address) : null,
            proxies.OfferedSchemes);

    public static bool IsTransport(Exception exception) =>
        exception is OperationCanceledException or ObjectDisposedException || ConnectionErrors.IsConnectionError(exception);

    /// <summary>A request body without HTML escapes, because it never becomes part of a web page.</summary>
    public static HttpContent Json(JsonObject body) => Json(body.ToJsonString(Relaxed));

    public static HttpContent Json(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
