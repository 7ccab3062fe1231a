namespace NemoVideo.Client.Errors;

/// <summary>Whether a failed request took effect.</summary>
public enum Outcome
{
    /// <summary>It had no effect: it was rejected, or never sent.</summary>
    NotDone,
    /// <summary>Unknown: the response was lost, late or unreadable.</summary>
    Unknown,
}

/// <summary>An error of the client. A cancellation by the caller is an <see cref="OperationCanceledException"/> instead.</summary>
/// <remarks>The message is a single line and never contains a token.</remarks>
/// <param name="kind">The kind of error.</param>
/// <param name="message">The error message. Line ends and control characters are removed.</param>
/// <param name="nextStep">The recommended action. Line ends and control characters are removed.</param>
/// <param name="innerException">The cause, if any.</param>
public class NemoException(NemoErrorKind kind, string message, string nextStep, Exception? innerException = null)
    : Exception(ControlCharacters.OneLine(message), innerException)
{
    /// <summary>The kind of error.</summary>
    public NemoErrorKind Kind { get; } = kind;

    /// <summary>The recommended action, as a sentence.</summary>
    public string NextStep { get; } = ControlCharacters.OneLine(nextStep);

    /// <summary>The action that an application can suggest in addition to <see cref="NextStep"/>.</summary>
    public NemoAction Action { get; init; }

    /// <summary>The session or render that <see cref="Action"/> is about; null if there is none.</summary>
    public string? ActionTarget { get; init; }

    /// <summary>The service's own code (protocol section 2), such as 2001; null if the response has none.</summary>
    public int? ServiceCode { get; init; }

    /// <summary>The HTTP status of the response; null if there was no response.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The full path of the local file that the failed call was for; null if it is unknown. The application sets it.</summary>
    public string? SourcePath { get; set; }

    /// <summary>The first 4096 characters of the response, for support; null if there was no response.</summary>
    public string? RawResponse { get; init; }

    /// <summary>The time to wait before the next attempt, as requested by the service; null if it didn't specify one.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request took effect; unknown if the response was lost or unreadable. Default: it didn't.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>Whether the same call can succeed later, because the network or the service failed.</summary>
    public bool IsTransient => (Kind == NemoErrorKind.ConnectionFailed && StatusCode is null) || Kind is NemoErrorKind.ConnectionLost
        or NemoErrorKind.Timeout or NemoErrorKind.RateLimited
        || (Kind == NemoErrorKind.ServiceFailure && IsUndocumented);

    /// <summary>Whether the response isn't a rejection that the protocol documents.</summary>
    internal bool IsUndocumented { get; init; }

    /// <summary>Whether the outcome is unknown, and this connection can find it out.</summary>
    internal bool IsLost => Outcome == Outcome.Unknown && Kind != NemoErrorKind.Closed;

    /// <summary>Copies the error with another message. What isn't specified is kept, but an action only with its next step.</summary>
    public virtual NemoException Restate(
        string message, string nextStep, NemoErrorKind? kind = null, NemoAction? action = null, string? target = null,
        Outcome? outcome = null) =>
        new(kind ?? Kind, message, nextStep, this)
        {
            Action = action ?? (nextStep == NextStep ? Action : NemoAction.None),
            ActionTarget = target ?? ActionTarget,
            ServiceCode = ServiceCode,
            StatusCode = StatusCode,
            RawResponse = RawResponse,
            RetryAfter = RetryAfter,
            IsUndocumented = IsUndocumented,
            Outcome = outcome ?? Outcome,
        };
}

/// <summary>A timeout of this client expired: the total timeout of a call, or its idle timeout.</summary>
public sealed class NemoTimeoutException : NemoException
{
    internal NemoTimeoutException(TimeSpan limit, bool isIdle, string? waitsFor = null, long bytes = 0)
        : this(limit, isIdle, Describe(limit, isIdle, waitsFor, bytes), "Try again later, or specify a longer timeout.", null)
    {
    }

    private NemoTimeoutException(TimeSpan limit, bool isIdle, string message, string nextStep, Exception? innerException)
        : base(NemoErrorKind.Timeout, message, nextStep, innerException)
    {
        (Limit, IsIdle) = (limit, isIdle);
        Outcome = Outcome.Unknown;
    }

    /// <summary>The timeout that expired.</summary>
    public TimeSpan Limit { get; }

    /// <summary>True for the idle timeout, false for the total timeout.</summary>
    public bool IsIdle { get; }

    /// <inheritdoc/>
    public override NemoException Restate(
        string message, string nextStep, NemoErrorKind? kind = null, NemoAction? action = null, string? target = null,
        Outcome? outcome = null) =>
        kind is null or NemoErrorKind.Timeout
            ? new NemoTimeoutException(Limit, IsIdle, message, nextStep, this)
            {
                Action = action ?? (nextStep == NextStep ? Action : NemoAction.None),
                ActionTarget = target ?? ActionTarget,
                Outcome = outcome ?? Outcome,
            }
            : base.Restate(message, nextStep, kind, action, target, outcome);

    private static string Describe(TimeSpan limit, bool isIdle, string? waitsFor, long bytes)
    {
        var time = limit == TimeSpan.FromSeconds(1) ? "1 second" : FormattableString.Invariant($"{limit.TotalSeconds:0.###} seconds");
        return bytes > 0 ? $"The transfer was too slow: {bytes} bytes in {time}."
            : isIdle ? $"No data was transferred for {time}{Waiting(waitsFor)}."
            : $"The operation did not complete within {time}{Waiting(waitsFor)}.";

        static string Waiting(string? what) => what is null ? "" : $", because it was waiting for {what}";
    }
}
