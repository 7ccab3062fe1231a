namespace NemoVideo.Client.Http;

/// <summary>The pause of a connection after a rate limit (429). It applies to all requests, because the limit does.</summary>
internal sealed class RateLimitPause(TimeProvider time)
{
    private volatile Pause? _pause;

    /// <summary>Starts a pause, unless a longer one is in progress.</summary>
    public void Start(TimeSpan length, string? reason)
    {
        if (length > Remaining)
        {
            _pause = new Pause(time.GetTimestamp(), length, reason);
        }
    }

    public bool IsActive => Remaining > TimeSpan.Zero;

    /// <summary>Waits for the end of the pause, if there is one, and reports the wait.</summary>
    public async Task WaitAsync(Action<WaitTrace>? waiting, CancellationToken cancellationToken)
    {
        while (Remaining is var remaining && remaining > TimeSpan.Zero)
        {
            waiting?.Invoke(WaitTrace.ForRateLimit(remaining, _pause?.Reason));
            // A timer can end a fraction of a millisecond early.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
            await Delay.ForAsync(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan Remaining => _pause is { } pause && time.GetElapsedTime(pause.Start) is var elapsed && elapsed < pause.Length
        ? pause.Length - elapsed
        : TimeSpan.Zero;

    private sealed record Pause(long Start, TimeSpan Length, string? Reason);
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
