using Polly;
using Polly.Retry;

namespace NemoVideo.Client.Http;

/// <summary>Runs each request through the retry policy of its <see cref="RequestKind"/>.</summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<ApiRequest?> Request = new(nameof(Request));

    private readonly NemoLimits _limits;
    private readonly TimeProvider _time;
    private readonly RateLimitPause _pause;

    // In the order of RequestKind.
    private readonly ResiliencePipeline<HttpResponseMessage>[] _policies;

    public ResilienceHandler(NemoLimits limits, TimeProvider time, RateLimitPause pause)
    {
        (_limits, _time, _pause) = (limits, time, pause);
        _policies =
        [
            Build(static outcome => outcome.Exception is { } exception
                ? ConnectionErrors.IsConnectionError(exception) && !ConnectionErrors.IsProxyRejection(exception)
                    && ConnectionErrors.Refusal(exception) is null
                : IsTransient(outcome.Result)),
            Build(static outcome => outcome.Exception is { } error && ConnectionErrors.NothingWasSent(error)
                && !ConnectionErrors.IsProxyRejection(error)),
            Build(isTransient: null),
        ];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Request, request as ApiRequest);
        try
        {
            return await _policies[(int)((request as ApiRequest)?.Kind ?? RequestKind.Charged)].ExecuteAsync(
                (current, sent) => SendOnceAsync(sent, current.CancellationToken), context, request).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// Sends a request after the pause that the last rate limit caused. A charged request doesn't wait: what was read before it would be
    /// outdated. Another server's rate limit is no reason for a pause.
    /// </summary>
    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ApiRequest { Kind: not RequestKind.Charged } api)
        {
            await api.WaitAsync(_pause, cancellationToken).ConfigureAwait(false);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is ApiRequest { HasWaited: false, IsAuthorized: true } limited && IsRateLimited(response)
            && PauseOf(response) is var pause && IsWorthWaiting(pause))
        {
            // The second rejection is an error for the caller, who decides when to try again.
            _pause.Start(pause, ((Reply.Rejected)limited.Reply!).Reason);
        }

        return response;
    }

    /// <summary>
    /// Whether the service or a gateway failed, or a reply isn't valid JSON. A page instead of a file is usually a sign-in page.
    /// </summary>
    private static bool IsTransient(HttpResponseMessage? response) =>
        response?.RequestMessage is ApiRequest { Reply: Reply.Unknown unknown } request
        && (int)response.StatusCode is not (>= 300 and < 400)
        && !(request.Call.IsStreamed && response.IsSuccessStatusCode && unknown.Body is null);

    private static bool IsRateLimited(HttpResponseMessage? response) =>
        response?.RequestMessage is ApiRequest { Reply: Reply.Rejected { Code: ServiceCodes.RateLimited } };

    private ResiliencePipeline<HttpResponseMessage> Build(Func<Outcome<HttpResponseMessage>, bool>? isTransient)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time };
        builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            // A 429 is an explicit rejection without an effect, so a request may be retried once (protocol section 2).
            ShouldHandle = args => new ValueTask<bool>(
                IsRateLimited(args.Outcome.Result)
                && args.Outcome.Result!.RequestMessage is ApiRequest { HasWaited: false, Kind: not RequestKind.Charged }
                && IsWorthWaiting(PauseOf(args.Outcome.Result))),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
            OnRetry = WaitAsync,
        });
        if (isTransient is not null && _limits.RetryCount > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => new ValueTask<bool>(isTransient(args.Outcome) && IsWorthWaiting(RetryAfter(args.Outcome.Result))),
                MaxRetryAttempts = _limits.RetryCount,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _limits.RetryDelay,
                DelayGenerator = args => new ValueTask<TimeSpan?>(RetryAfter(args.Outcome.Result)),
                OnRetry = args =>
                {
                    // The server responded, so a transfer isn't idle, and the pause isn't its fault.
                    (args.Outcome.Result?.RequestMessage as ApiRequest)?.Timeouts?.ReportActivity(args.RetryDelay);
                    args.Context.Properties.GetValue(Request, null)?.Caller?.Observer.Waiting?.Invoke(
                        WaitTrace.ForFailure(args.Outcome.Result, args.RetryDelay));
                    args.Outcome.Result?.Dispose();
                    return default;
                },
            });
        }

        return builder.Build();
    }

    /// <summary>Waits for the rate limit of another server. That of the service is a pause of the connection.</summary>
    private async ValueTask WaitAsync(OnRetryArguments<HttpResponseMessage> args)
    {
        var request = (ApiRequest)args.Outcome.Result!.RequestMessage!;
        request.HasWaited = true;
        args.Outcome.Result.Dispose();
        if (!request.IsAuthorized)
        {
            var pause = new RateLimitPause(_time);
            pause.Start(PauseOf(args.Outcome.Result), (request.Reply as Reply.Rejected)?.Reason);
            await request.WaitAsync(pause, args.Context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A pause that exceeds the timeout of a plain request (for a free token, it can be days) causes an error immediately.
    /// </summary>
    private bool IsWorthWaiting(TimeSpan? pause) => !(pause >= _limits.RequestTimeout);

    private TimeSpan PauseOf(HttpResponseMessage? limited) => RetryAfter(limited) ?? _limits.RateLimitDelay;

    private TimeSpan? RetryAfter(HttpResponseMessage? response) =>
        response is null ? null : RateLimit.RetryAfter(response.Headers, _time.GetUtcNow());
}
