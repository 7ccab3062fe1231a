namespace NemoVideo.Client.Transport;

/// <summary>When a request may be retried. The caller of the transport specifies it. Handlers don't derive it from the URL.</summary>
internal enum RequestKind
{
    /// <summary>Only reads: retried after network failures, 408 and 5xx, and once after 429.</summary>
    Read,
    /// <summary>Creates something: retried only if the request had no effect, and once after 429.</summary>
    Create,
    /// <summary>Is charged: retried only after an explicit rejection (401/1001, 429), and at most once in total.</summary>
    Charged,
}

/// <summary>A request, with the properties that control how the handlers process it. It is sent once.</summary>
internal sealed class ApiRequest : HttpRequestMessage
{
    private bool _hasPaused;

    public ApiRequest(RequestKind kind, HttpMethod method, Uri address, HttpContent? content = null)
        : base(method, address)
    {
        Kind = kind;

        // Without a body, the socket handler itself would retry a request whose connection closes without a response.
        Content = content ?? (kind == RequestKind.Read ? null : new ByteArrayContent([]));
    }

    public RequestKind Kind { get; }

    /// <summary>Whether the bearer token is added if the URL is the API's.</summary>
    public bool IsAuthorized { get; init; } = true;

    /// <summary>Whether the response contains a new token. Such a response isn't redacted.</summary>
    public bool ReturnsToken { get; init; }

    /// <summary>Whether a 404 means that the session doesn't exist.</summary>
    public bool IsOfSession { get; init; }

    /// <summary>Whether a 404 means that the render doesn't exist.</summary>
    public bool IsOfRender { get; init; }

    /// <summary>Whether the response is an event stream or a file, which isn't buffered.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a redirect is a valid response. The caller follows it, without the token.</summary>
    public bool IsRedirectable { get; init; }

    /// <summary>
    /// Called right before each attempt. The argument is whether a pause or a rejected attempt preceded, so that what the caller read before
    /// the request can be outdated. If the call throws, the attempt isn't made. The timeouts don't include the call.
    /// </summary>
    public Func<bool, Task>? Sending { get; init; }

    /// <summary>Called after a rejected attempt, before the pause or the renewal that precedes the next one.</summary>
    public Action? Rejected { get; init; }

    /// <summary>Set when the request is sent.</summary>
    public RequestTimeouts? Timeouts { get; set; }

    /// <summary>Whether the request was retried after a rate limit (429). This is done at most once.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>Whether the request was retried with a new token. This is done at most once.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>Whether a charged request has been retried. It is sent at most twice.</summary>
    public bool HasUsedRetry => Kind == RequestKind.Charged && (HasWaited || IsRenewed);

    /// <summary>Calls <see cref="Sending"/>.</summary>
    public async Task PrepareAsync()
    {
        if (Sending is { } prepare)
        {
            Timeouts?.Suspend();
            await prepare(_hasPaused || IsRenewed).ConfigureAwait(false);
            Timeouts?.Resume();
        }
    }

    /// <summary>Waits for a rate limit. The pause isn't counted in the timeouts.</summary>
    public Task WaitAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        HasWaited = true;
        return PauseAsync(pause, time, cancellationToken);
    }

    /// <summary>Waits for the rate limit of another request. The pause isn't counted in the timeouts.</summary>
    public async Task PauseAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        _hasPaused = true;
        Timeouts?.Suspend();
        await Delay.ForAsync(pause, time, cancellationToken).ConfigureAwait(false);
        Timeouts?.Resume();
    }
}
