using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Http;

/// <summary>For whom a request is sent.</summary>
/// <param name="Skill">The skill that it is attributed to.</param>
/// <param name="Observer">Receives what happens.</param>
internal sealed record RequestCaller(SkillProfile Skill, ClientObserver Observer);

/// <summary>One call, with the properties that control how the handlers process it, and whether they repeat it.</summary>
internal sealed class ApiRequest : HttpRequestMessage
{
    /// <param name="call">The call.</param>
    /// <param name="address">The URL: that of the call, or of a video on another host.</param>
    /// <param name="content">The body; null for none.</param>
    public ApiRequest(ApiCall call, Uri address, HttpContent? content = null)
        : base(call.Method, address)
    {
        (Call, IsAuthorized) = (call, call.IsAuthorized);

        // Without a body, the socket handler itself would retry a request whose connection closes without a response.
        Content = content ?? (Kind == RequestKind.Read ? null : new ByteArrayContent([]));
        Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    public ApiCall Call { get; }

    public RequestKind Kind => Call.Kind;

    /// <summary>Whether the bearer token is added if the URL is the API's.</summary>
    public bool IsAuthorized { get; init; }

    /// <summary>The reply to the last attempt; null for a stream or a file, and before it arrives.</summary>
    public Reply? Reply { get; set; }

    /// <summary>Set when the request is sent.</summary>
    public RequestTimeouts? Timeouts { get; set; }

    /// <summary>Set when the request is sent.</summary>
    public RequestCaller? Caller { get; set; }

    /// <summary>Whether this is a second attempt after a rejection, so that another rate limit (429) is an error.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Waits for a rate limit. The pause isn't counted in the timeouts.</summary>
    public async Task WaitAsync(RateLimitPause pause, CancellationToken cancellationToken)
    {
        Timeouts?.Suspend();
        await pause.WaitAsync(Caller?.Observer.Waiting, cancellationToken).ConfigureAwait(false);
        Timeouts?.Resume();
    }
}
