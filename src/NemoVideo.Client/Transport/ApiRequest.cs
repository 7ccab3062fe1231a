namespace NemoVideo.Client.Transport;

/// <summary>When a request may be retried. The caller of the transport decides; no handler guesses from a URL.</summary>
internal enum RequestKind
{
    /// <summary>Only reads: retried after network failures, 408 and 5xx, and once after 429.</summary>
    Read,
    /// <summary>Creates something: retried only if nothing can have happened, and once after 429.</summary>
    Create,
    /// <summary>Is charged: sent again only after an explicit rejection (401/1001, 429), and once in all.</summary>
    Charged,
}

/// <summary>A request and how the handlers treat it. It is sent once.</summary>
internal sealed class ApiRequest : HttpRequestMessage
{
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

    /// <summary>Whether the response contains a new token and is read unchanged. In other responses, the token is redacted.</summary>
    public bool ReturnsToken { get; init; }

    /// <summary>Whether a 404 means that the session doesn't exist.</summary>
    public bool IsOfSession { get; init; }

    /// <summary>Whether a 404 means that the render doesn't exist.</summary>
    public bool IsOfRender { get; init; }

    /// <summary>Whether the response is an event stream or a file, which isn't buffered.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a redirect is a valid response. The caller follows it, without the token.</summary>
    public bool IsRedirectable { get; init; }

    /// <summary>Set when the request is sent.</summary>
    public RequestContext Context { get; set; } = new(timeouts: null);

    /// <summary>Whether it isn't sent again after another rejection. A charged request is sent at most twice.</summary>
    public bool HasUsedRetry => Kind == RequestKind.Charged && (Context.HasWaited || Context.IsRenewed);
}

/// <summary>The timeouts of one request, and which of its retries it has used.</summary>
internal sealed class RequestContext(RequestTimeouts? timeouts)
{
    /// <summary>Whether it waited for a rate limit (429). That is done once.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>Whether it was sent again with a new token. That is done once.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>Waits for a rate limit. The pause doesn't count for the timeouts.</summary>
    public async Task WaitAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        HasWaited = true;
        timeouts?.Suspend();
        await Delay.ForAsync(pause, time, cancellationToken).ConfigureAwait(false);
        timeouts?.Resume();
    }
}
