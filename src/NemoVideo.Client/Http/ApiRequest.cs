namespace NemoVideo.Client.Http;

/// <summary>One call, with the properties that control how the handlers process it, and whether they repeat it.</summary>
internal sealed class ApiRequest : HttpRequestMessage
{
    private bool _hasPaused;

    /// <param name="call">The call.</param>
    /// <param name="address">The URL: that of the call, or of a video on another host.</param>
    /// <param name="content">The body; null for none.</param>
    public ApiRequest(ApiCall call, Uri address, HttpContent? content = null)
        : base(call.Method, address)
    {
        (Call, IsAuthorized) = (call, call.IsAuthorized);

        // Without a body, the socket handler itself would retry a request whose connection closes without a response.
        Content = content ?? (Kind == RequestKind.Read ? null : new ByteArrayContent([]));
    }

    public ApiCall Call { get; }

    public RequestKind Kind => Call.Kind;

    /// <summary>Whether the bearer token is added if the URL is the API's.</summary>
    public bool IsAuthorized { get; init; }

    /// <summary>
    /// Called right before each attempt. The argument is whether a pause or a rejected attempt preceded, so that what the caller read
    /// before the request can be outdated. If the call throws, the attempt isn't made. The timeouts don't include the call.
    /// </summary>
    public Func<bool, Task>? Sending { get; init; }

    /// <summary>Called after a rejected attempt, before the pause or the renewal that precedes the next one.</summary>
    public Action? Rejected { get; init; }

    /// <summary>The reply to the last attempt; null for a stream or a file, and before it arrives.</summary>
    public Reply? Reply { get; set; }

    /// <summary>Set when the request is sent.</summary>
    public RequestTimeouts? Timeouts { get; set; }

    /// <summary>Whether the request was retried after a rate limit (429). This is done at most once.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>Whether the request was retried with a new token. This is done at most once.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>Whether a charged request has been retried, after an explicit rejection. It is sent at most twice.</summary>
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
