using Polly;
using Polly.Retry;

namespace NemoVideo.Client.Http;

/// <summary>Runs each request through the retry policy of its <see cref="RequestKind"/>.</summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    private readonly NemoLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<RetryTrace>? _retrying;

    // Of the last rate limit; null if there was none.
    private volatile Pause? _pause;

    // In the order of RequestKind.
    private readonly ResiliencePipeline<HttpResponseMessage>[] _policies;

    public ResilienceHandler(NemoLimits limits, TimeProvider time, Action<RetryTrace>? retrying)
    {
        (_limits, _time, _retrying) = (limits, time, retrying);
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

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _policies[(int)((request as ApiRequest)?.Kind ?? RequestKind.Charged)]
            .ExecuteAsync(SendOnceAsync, request, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Sends a request after the pause that the last rate limit caused. It applies to all requests of the connection, unless another server
    /// rejected the request.
    /// </summary>
    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is ApiRequest api)
        {
            while (RemainingPause > TimeSpan.Zero)
            {
                await api.PauseAsync(RemainingPause, _time, cancellationToken).ConfigureAwait(false);
            }

            await api.PrepareAsync().ConfigureAwait(false);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is ApiRequest { HasWaited: false, IsAuthorized: true } && IsRateLimited(response)
            && PauseOf(response) is var pause && IsWorthWaiting(pause) && pause > RemainingPause)
        {
            // The second rejection is an error for the caller, who decides when to try again.
            _pause = new Pause(_time.GetTimestamp(), pause);
        }

        return response;
    }

    private TimeSpan RemainingPause => _pause is { } pause && _time.GetElapsedTime(pause.Start) is var elapsed && elapsed < pause.Length
        ? pause.Length - elapsed
        : TimeSpan.Zero;

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
            // A 429 is an explicit rejection without an effect, so every kind of request may be retried once (protocol section 2).
            ShouldHandle = args => new ValueTask<bool>(
                IsRateLimited(args.Outcome.Result)
                && args.Outcome.Result!.RequestMessage is ApiRequest { HasWaited: false, HasUsedRetry: false }
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
                    return ReportAsync(args.Outcome.Result, args.RetryDelay);
                },
            });
        }

        return builder.Build();
    }

    private async ValueTask WaitAsync(OnRetryArguments<HttpResponseMessage> args)
    {
        var request = (ApiRequest)args.Outcome.Result!.RequestMessage!;
        var pause = PauseOf(args.Outcome.Result);
        request.Rejected?.Invoke();
        await ReportAsync(args.Outcome.Result, pause).ConfigureAwait(false);
        await request.WaitAsync(pause, _time, args.Context.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A pause that exceeds the timeout of a plain request (for a free token, it can be days) causes an error immediately.
    /// </summary>
    private bool IsWorthWaiting(TimeSpan? pause) => !(pause >= _limits.RequestTimeout);

    private TimeSpan PauseOf(HttpResponseMessage? limited) => RetryAfter(limited) ?? _limits.RateLimitDelay;

    private TimeSpan? RetryAfter(HttpResponseMessage? response) =>
        response is null ? null : RateLimit.RetryAfter(response.Headers, _time.GetUtcNow());

    private ValueTask ReportAsync(HttpResponseMessage? response, TimeSpan pause)
    {
        var code = (response?.RequestMessage as ApiRequest)?.Reply?.ServiceCode ?? (int?)response?.StatusCode;
        _retrying?.Invoke(new RetryTrace(code, pause));
        response?.Dispose();
        return default;
    }

    private sealed record Pause(long Start, TimeSpan Length);
}

/// <summary>The pause that a rejection requests (<c>Retry-After</c>).</summary>
internal static class RateLimit
{
    /// <summary>
    /// Returns the pause; null if there is none. A date is relative to the service's date, because this computer's clock may be wrong.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) =>
        (headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - (headers.Date ?? now)) is not { } pause ? null
        : pause < TimeSpan.Zero ? TimeSpan.Zero : pause;

    /// <summary>Formats a pause, rounded up so that it doesn't end too early.</summary>
    public static string Format(TimeSpan pause) =>
        pause.TotalDays > 2 ? Count(pause.TotalDays, "days")
        : pause.TotalHours > 2 ? Count(pause.TotalHours, "hours")
        : pause.TotalMinutes > 2 ? Count(pause.TotalMinutes, "minutes")
        : Count(Math.Max(1, pause.TotalSeconds), "seconds");

    private static string Count(double number, string units) =>
        FormattableString.Invariant($"{Math.Ceiling(number)} {(number > 1 ? units : units.TrimEnd('s'))}");
}
