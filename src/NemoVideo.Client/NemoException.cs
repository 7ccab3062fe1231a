using System.Net;
using NemoVideo.Client.Json;

namespace NemoVideo.Client;

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

    /// <summary>The service's own code (protocol section 2), such as 2001; null where it gave none.</summary>
    public int? ServiceCode { get; init; }

    /// <summary>The HTTP status of the answer; null where there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The answer as it came, at most 4 KB, for support; null where there was none.</summary>
    public string? RawAnswer { get; init; }

    /// <summary>How long the service asks to wait before the next try; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>A failure of the service itself that says nothing of whether the request was done: no refusal.</summary>
    internal bool IsOutcomeUnknown => Kind == NemoErrorKind.ServiceFailure && IsPassing;

    /// <summary>Whether it stands in place of an answer, so that what was asked for may have been done.</summary>
    internal bool IsAnswerLost =>
        Kind is NemoErrorKind.ConnectionLost or NemoErrorKind.Timeout or NemoErrorKind.InvalidAnswer || IsOutcomeUnknown;

    /// <summary>
    /// Whether the same call can succeed later without anything being changed: the network, the service's own failure.
    /// </summary>
    public bool IsPassing => Kind is NemoErrorKind.ConnectionFailed or NemoErrorKind.ConnectionLost
        or NemoErrorKind.Timeout or NemoErrorKind.RateLimited
        || (Kind == NemoErrorKind.ServiceFailure
            && ((int?)StatusCode is >= 500 or 408 || ServiceCode is >= 500 and <= 599));

    /// <summary>It may hold words of the service's, or of an exception that repeats them: none of them can pass for a line of its own.</summary>
    private static string Clean(string text) => ControlCharacters.OneLine(text);

    /// <summary>The same failure in words, and of a kind, that fit where it happened better; codes and answer are kept.</summary>
    internal virtual NemoException Restate(string message, string nextStep, NemoErrorKind? kind = null) => new(kind ?? Kind, message, nextStep, this)
    {
        ServiceCode = ServiceCode,
        StatusCode = StatusCode,
        RawAnswer = RawAnswer,
        RetryAfter = RetryAfter,
    };
}
