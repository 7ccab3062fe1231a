using System.Net;

namespace NemoVideo.Client.Errors;

/// <summary>Whether a failed request took effect.</summary>
public enum Outcome
{
    /// <summary>It did not: it was refused, or never sent.</summary>
    NotDone,

    /// <summary>Nobody knows: the response was lost, late or unreadable.</summary>
    Unknown,
}

/// <summary>
/// Every failure of the client, except a cancel by the caller, which stays <see cref="OperationCanceledException"/>.
/// The message is a plain sentence for a person; it never holds a token.
/// </summary>
public class NemoException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="kind">What a caller decides by.</param>
    /// <param name="message">One plain sentence that says what happened.</param>
    /// <param name="nextStep">One plain sentence that says what to do now.</param>
    /// <param name="innerException">The exception behind it, if any.</param>
    public NemoException(NemoErrorKind kind, string message, string nextStep, Exception? innerException = null)
        : base(Clean(message), innerException)
    {
        Kind = kind;
        NextStep = Clean(nextStep);
    }

    /// <summary>What a caller decides by.</summary>
    public NemoErrorKind Kind { get; }

    /// <summary>What to do now, as one plain sentence.</summary>
    public string NextStep { get; }

    /// <summary>What an application can suggest besides <see cref="NextStep"/>.</summary>
    public NemoAction Action { get; init; }

    /// <summary>The session or render that <see cref="Action"/> is about; null if there is none.</summary>
    public string? ActionTarget { get; init; }

    /// <summary>The service's own code (protocol section 2), such as 2001; null where it gave none.</summary>
    public int? ServiceCode { get; init; }

    /// <summary>The HTTP status of the answer; null where there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The answer as it came, at most 4 KB, for support; null where there was none.</summary>
    public string? RawResponse { get; init; }

    /// <summary>How long the service asks to wait before the next try; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request took effect. If the response was lost or unreadable, nobody knows.</summary>
    public Outcome Outcome =>
        Kind is NemoErrorKind.ConnectionLost or NemoErrorKind.Timeout or NemoErrorKind.InvalidResponse || IsServerError ? Outcome.Unknown : Outcome.NotDone;

    /// <summary>Whether the same call can succeed later without a change: the network failed, or the service itself did.</summary>
    public bool IsTransient => Kind is NemoErrorKind.ConnectionFailed or NemoErrorKind.ConnectionLost
        or NemoErrorKind.Timeout or NemoErrorKind.RateLimited
        || (Kind == NemoErrorKind.ServiceFailure
            && ((int?)StatusCode is >= 500 or 408 || ServiceCode is >= 500 and <= 599));

    /// <summary>Whether the service itself failed, as opposed to a refusal.</summary>
    internal bool IsServerError => Kind == NemoErrorKind.ServiceFailure && IsTransient;

    /// <summary>It may hold words of the service's, or of an exception that repeats them: none of them can pass for a line of its own.</summary>
    private static string Clean(string text) => ControlCharacters.OneLine(text);

    /// <summary>The same failure in words, and of a kind, that fit where it happened better; codes and answer are kept.</summary>
    internal virtual NemoException Restate(
        string message, string nextStep, NemoErrorKind? kind = null, NemoAction? action = null, string? target = null) => new(kind ?? Kind, message, nextStep, this)
    {
        Action = action ?? (nextStep == NextStep ? Action : NemoAction.None),
        ActionTarget = target ?? ActionTarget,
        ServiceCode = ServiceCode,
        StatusCode = StatusCode,
        RawResponse = RawResponse,
        RetryAfter = RetryAfter,
    };
}
