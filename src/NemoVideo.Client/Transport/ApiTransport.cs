using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Sends requests and reads answers: every call of the client goes through here.</summary>
internal sealed class ApiTransport(
    IHttpClientFactory http, ApiOrigin origin, ProxySelector proxies, ServiceErrorFactory failures, Redaction redaction, NemoLimits limits, TimeProvider time, CancellationToken closed)
{
    public NemoLimits Limits => limits;

    public TimeProvider Time => time;

    /// <summary>Turns failures that the service reports into exceptions.</summary>
    public ServiceErrorFactory Errors => failures;

    /// <summary>Replaces the token in what comes.</summary>
    public Redaction Redaction => redaction;

    /// <summary>Starts the clock of a call; closing the connection ends it as well.</summary>
    public RequestTimeouts StartTimeouts(TimeSpan total, TimeSpan idle, CancellationToken cancellationToken) =>
        new(total, idle, time, cancellationToken, closed);

    /// <summary>Starts the clock of an upload or a download, which may last as long as it keeps the least rate.</summary>
    public RequestTimeouts StartTransferTimeouts(CancellationToken cancellationToken) =>
        new(Timeout.InfiniteTimeSpan, limits.TransferIdleTimeout, time, cancellationToken, closed) { MinBytes = (long)(limits.MinTransferBytesPerSecond * limits.TransferIdleTimeout.TotalSeconds) };

    /// <summary>
    /// Refuses a host whose name turns out to mean a private network, where the connection itself can't be checked: a proxy
    /// looks names up by itself. A name that can't be looked up here is left to the proxy.
    /// </summary>
    /// <exception cref="NemoException">The name has a private address.</exception>
    public async Task CheckIsPublicAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!origin.Address.IsLoopback && (!IsConnectionGuarded || proxies.Find(address) is not null)
            && await Delay.UntilAsync(PrivateNetwork.IsNameOfAsync(address.IdnHost, time), cancellationToken).ConfigureAwait(false))
        {
            throw PrivateNetwork.Refuse(address.Host);
        }
    }

    /// <summary>Whether <c>PrivateNetworkGuard</c> sees the address that is connected to.</summary>
    private static bool IsConnectionGuarded =>
#if NET
        true;
#else
        false;
#endif

    /// <summary>Waits between two calls; closing the connection ends it as well.</summary>
    public async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var timeouts = StartTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, cancellationToken);
        try
        {
            await Delay.ForAsync(delay, time, timeouts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw timeouts.ToException(exception);
        }
    }

    /// <summary>Asks a plain question about a session: a 404 to it means that there is no such session.</summary>
    /// <returns>The response's data, and the same as it came.</returns>
    public async Task<(JsonElement Data, JsonElement Raw)> ReadSessionAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(RequestKind.Read, HttpMethod.Get, origin.Resolve(path)) { IsOfSession = true };
        var data = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (data, DataOf(request.Response!.Raw!.Value));
    }

    /// <summary>Asks a plain question about a render: a 404 to it means that there is no such render.</summary>
    public Task<JsonElement> SendForRenderAsync(
        RequestKind kind, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(kind, method, path, content, isOfRender: true, cancellationToken);

    /// <summary>Asks a plain question within the request deadline.</summary>
    /// <returns>The answer's <c>data</c>, or the whole answer where it has none.</returns>
    public Task<JsonElement> SendAsync(
        RequestKind kind, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(kind, method, path, content, isOfRender: false, cancellationToken);

    private async Task<JsonElement> SendAsync(
        RequestKind kind, HttpMethod method, string path, HttpContent? content, bool isOfRender, CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(kind, method, origin.Resolve(path)) { IsOfRender = isOfRender };
        request.Content = content ?? request.Content;
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a prepared request within the request deadline.</summary>
    public async Task<JsonElement> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var timeouts = StartTimeouts(limits.RequestTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
        return await SendAsync(request, timeouts).ConfigureAwait(false);
    }

    /// <summary>Sends a prepared request under the caller's own clock.</summary>
    public async Task<JsonElement> SendAsync(ApiRequest request, RequestTimeouts timeouts)
    {
        request.Timeouts = timeouts;
        try
        {
            using var response = await http.CreateClient(HttpPipeline.ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeouts.Token).ConfigureAwait(false);
            return Read(request, request.Response!, response);
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            throw Translate(exception, timeouts, origin.Address, request.Kind, proxies.Find);
        }
    }

    /// <summary>
    /// Opens a body to be read as it comes: an event stream or a file. The caller disposes the response. An answer that is a
    /// failure, or JSON where a stream was asked for, is thrown as such.
    /// </summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, RequestTimeouts timeouts)
    {
        request.Timeouts = timeouts;
        HttpResponseMessage? response = null;
        try
        {
            response = await http.CreateClient(HttpPipeline.ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeouts.Token).ConfigureAwait(false);
            if (request.Response is { } answer && !(request.IsRedirectable && (int)response.StatusCode is >= 300 and < 400))
            {
                _ = Read(request, answer, response);
                throw Unreadable("The service answered with a plain JSON document where a stream or a file was expected.", response, answer);
            }

            return UnreadableResponse.DescribeCompressed(response) is { } packed && response.IsSuccessStatusCode ? throw Unreadable(packed, response) : response;
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            response?.Dispose();
            throw Translate(exception, timeouts, request.RequestUri!, request.Kind, proxies.Find);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Turns a broken read or an expired clock into the exception that callers know.</summary>
    /// <param name="exception">What .NET says.</param>
    /// <param name="timeouts">The call's clock.</param>
    /// <param name="address">What was asked for.</param>
    /// <param name="kind">What the request does.</param>
    /// <param name="findProxy">The proxy on the way to an address. Asked only where no connection came about: it can take its time.</param>
    public Exception Translate(Exception exception, RequestTimeouts timeouts, Uri address, RequestKind kind, Func<Uri, Uri?>? findProxy = null) =>
        timeouts.Token.IsCancellationRequested ? timeouts.ToException(exception)
        : exception is OperationCanceledException && !ConnectionErrors.IsOne(exception) ? exception
        : ConnectionErrors.ToException(exception, address, kind, RedactionWithProxy(address), ConnectionErrors.NothingWasSent(exception) ? findProxy?.Invoke(address) : null);

    /// <summary>A proxy can repeat its password in what .NET can't read of a response. It learns no other text, so until then it isn't searched for.</summary>
    private Redaction RedactionWithProxy(Uri address)
    {
        redaction.Add(proxies.FindSecrets(address));
        return redaction;
    }

    public static bool IsTransport(Exception exception) =>
        exception is OperationCanceledException or ObjectDisposedException || ConnectionErrors.IsOne(exception);

    public static HttpContent Json(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private JsonElement Read(ApiRequest request, ApiResponse answer, HttpResponseMessage response)
    {
        if (failures.Find(request, answer, response) is { } failure)
        {
            throw failure;
        }

        return answer.Json is { } json
            ? DataOf(json)
            : throw Unreadable(UnreadableResponse.Format(response, answer), response, answer);
    }

    private static JsonElement DataOf(JsonElement json) => json.Field("data") ?? json;

    private NemoException Unreadable(string message, HttpResponseMessage response, ApiResponse? answer = null) => new(
        NemoErrorKind.InvalidResponse, message, "Check that the API address is right.")
    {
        StatusCode = response.StatusCode,
        RawResponse = answer is null ? null : failures.Excerpt(answer.Text),
    };
}
