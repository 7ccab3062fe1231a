using System.Net.Http.Headers;

namespace NemoVideo.Client.Transport;

/// <summary>How long a refusal asks to wait (<c>Retry-After</c>), and how a person is told so.</summary>
internal static class RateLimit
{
    /// <summary>
    /// The pause that an answer asks for, or null where it names none. A date counts from the service's own, where it tells it: this
    /// computer's clock may be wrong.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (headers.Date ?? now) is var pause && pause > TimeSpan.Zero ? pause : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>A pause in words, rounded up to whole units: it must not end too soon.</summary>
    public static string Format(TimeSpan pause) =>
        pause.TotalDays > 2 ? Count(pause.TotalDays, "days")
        : pause.TotalHours > 2 ? Count(pause.TotalHours, "hours")
        : pause.TotalMinutes > 2 ? Count(pause.TotalMinutes, "minutes")
        : Count(Math.Max(1, pause.TotalSeconds), "seconds");

    private static string Count(double number, string units) =>
        FormattableString.Invariant($"{Math.Ceiling(number)} {(number > 1 ? units : units.TrimEnd('s'))}");
}
