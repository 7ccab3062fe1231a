using System.Net;
using Polly;
using Polly.Retry;

namespace NemoVideo.Client.Transport;

/// <summary>The three policies of the client, one for each <see cref="RequestKind"/>.</summary>
internal sealed class ResiliencePolicies
{
    private readonly NemoLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<RetryTrace>? _pausing;
    private readonly ResiliencePipeline<HttpResponseMessage> _read;
    private readonly ResiliencePipeline<HttpResponseMessage> _once;
    private readonly ResiliencePipeline<HttpResponseMessage> _never;

    public ResiliencePolicies(NemoLimits limits, TimeProvider time, Action<RetryTrace>? pausing)
    {
        _limits = limits;
        _time = time;
        _pausing = pausing;
        _read = Build(Transient(static outcome =>
            outcome.Exception is { } exception ? ConnectionErrors.IsOne(exception) && ConnectionErrors.Refusal(exception) is null : IsTransient(outcome.Result)));
        _once = Build(Transient(static outcome =>
            outcome.Exception is { } exception && ConnectionErrors.NothingWasSent(exception)));
        _never = Build(transient: null);
    }

    public ResiliencePipeline<HttpResponseMessage> For(RequestKind kind) => kind switch
    {
        RequestKind.Read => _read,
        RequestKind.Create => _once,
        _ => _never,
    };

    private static bool IsTransient(HttpResponseMessage? response) =>
        response is not null && ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout
            || RequestOf(response) is { ServiceCode: >= 500 and <= 599 });

    private static bool IsRateLimited(HttpResponseMessage? response) =>
        RequestOf(response) is { } request && ((int)response!.StatusCode == 429 || request.ServiceCode == 429);

    private static ApiRequest? RequestOf(HttpResponseMessage? response) => response?.RequestMessage as ApiRequest;

    private ResiliencePipeline<HttpResponseMessage> Build(RetryStrategyOptions<HttpResponseMessage>? transient)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time };
        builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            // A 429 is an explicit refusal: nothing was done, so every kind of call may go out once more (protocol 2).
            // Once for the whole call: one that is sent anew with a new token has had its wait.
            ShouldHandle = args => new ValueTask<bool>(
                IsRateLimited(args.Outcome.Result) && RequestOf(args.Outcome.Result) is { HasWaited: false, IsSpent: false } && IsWorthWaiting(PauseOf(args.Outcome.Result))),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
            OnRetry = WaitAsync,
        });
        if (transient is not null && _limits.RetryCount > 0)
        {
            builder.AddRetry(transient);
        }

        return builder.Build();
    }

    /// <summary>The service has refused and asks for the pause: none of it is time that the call takes.</summary>
    private async ValueTask WaitAsync(OnRetryArguments<HttpResponseMessage> args)
    {
        var request = RequestOf(args.Outcome.Result)!;
        request.HasWaited = true;
        request.Timeouts?.Suspend();
        var pause = PauseOf(args.Outcome.Result);
        await EndRefusedAsync(args.Outcome.Result, pause).ConfigureAwait(false);
        await Delay.ForAsync(pause, _time, args.Context.CancellationToken).ConfigureAwait(false);
        request.Timeouts?.Resume();
    }

    private RetryStrategyOptions<HttpResponseMessage> Transient(Func<Outcome<HttpResponseMessage>, bool> shouldRetry) => new()
    {
        ShouldHandle = args => new ValueTask<bool>(shouldRetry(args.Outcome) && IsWorthWaiting(RetryAfter(args.Outcome.Result))),
        MaxRetryAttempts = Math.Max(1, _limits.RetryCount),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _limits.RetryDelay,
        DelayGenerator = args => new ValueTask<TimeSpan?>(RetryAfter(args.Outcome.Result)),
        OnRetry = args => EndRefusedAsync(args.Outcome.Result, args.RetryDelay),
    };

    /// <summary>Nobody waits for a pause as long as a plain call's deadline (a free token's can be days) without being told of it.</summary>
    private bool IsWorthWaiting(TimeSpan? pause) => !(pause >= _limits.RequestTimeout);

    private TimeSpan PauseOf(HttpResponseMessage? limited) => RetryAfter(limited) ?? _limits.RateLimitDelay;

    private TimeSpan? RetryAfter(HttpResponseMessage? response) =>
        response is null ? null : RateLimit.RetryAfter(response.Headers, _time.GetUtcNow());

    /// <summary>Tells of the pause and frees the answer that led to it.</summary>
    private ValueTask EndRefusedAsync(HttpResponseMessage? refused, TimeSpan pause)
    {
        _pausing?.Invoke(new RetryTrace(RequestOf(refused)?.ServiceCode ?? (int?)refused?.StatusCode, pause));
        refused?.Dispose();
        return default;
    }
}
