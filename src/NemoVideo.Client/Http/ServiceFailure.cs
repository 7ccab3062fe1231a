using System.Net;
using System.Net.Http.Headers;

namespace NemoVideo.Client.Http;

/// <summary>
/// The one place where a failed answer becomes a <see cref="NemoException"/>: by HTTP status, by a code in a 200, by
/// <c>success:false</c>, by <c>detail</c> or <c>error</c> (protocol section 2).
/// </summary>
internal sealed class ServiceFailure(Uri webUrl, Func<string?> userId, Func<bool> isFreeToken, Redaction redaction)
{
    private const int MaxRawCharacters = 4096;
    private const int MaxReasonCharacters = 300;

    /// <summary>The failure that an answer reports, or null where it reports none.</summary>
    public NemoException? Find(HttpStatusCode status, Answer answer)
    {
        if ((int)status is >= 200 and <= 299 && !answer.IsFailure)
        {
            return null;
        }

        var (kind, sentence, nextStep) = Describe(status, answer.Code, answer.Reason is { } reason ? Shorten(redaction.Of(reason)) : null);
        return new NemoException(kind, sentence, nextStep)
        {
            StatusCode = status,
            ServiceCode = answer.Code,
            RawAnswer = Excerpt(answer.Text),
        };
    }

    /// <summary>The beginning of an answer as an exception may hold it.</summary>
    public string Excerpt(string rawAnswer)
    {
        var text = redaction.Of(rawAnswer);
        return text.Length > MaxRawCharacters ? text.Substring(0, MaxRawCharacters) : text;
    }

    private static string Shorten(string reason) =>
        reason.Length > MaxReasonCharacters ? reason.Substring(0, MaxReasonCharacters).TrimEnd() + "…" : reason;

    private (NemoErrorKind Kind, string Sentence, string NextStep) Describe(HttpStatusCode status, int? code, string? message) =>
        (code, (int)status) switch
        {
            (1001 or 1010 or 1011 or 401, _) or (_, 401) => (
                NemoErrorKind.Authentication,
                "The service does not accept the token: it is invalid or has expired.",
                isFreeToken()
                    ? "Run Connect-Nemo again; a new free token is given once the old one has expired."
                    : "Get a valid token and run Connect-Nemo -Token, or set NEMO_TOKEN."),
            (1002 or 404, _) or (_, 404) when code == 1002 || Mentions(message, "session") => (
                NemoErrorKind.SessionNotFound,
                "The service does not know this session.",
                "Make a new one with New-NemoSession and upload the files again."),
            (2001, _) => (
                NemoErrorKind.OutOfCredits,
                "The account has no credits left.",
                userId() is { } id && id.StartsWith("anon_", StringComparison.Ordinal)
                    ? $"Register at {new Uri(webUrl, "register")}?bind={Uri.EscapeDataString(id)} to go on."
                    : "Top up the credits in your account."),
            (4001, _) or (_, 415) => (
                NemoErrorKind.UnsupportedFile,
                "The service does not accept this type of file.",
                $"Accepted are {Uploading.MediaType.AcceptedExtensions}."),
            (4002, _) or (_, 413) => (
                NemoErrorKind.FileTooLarge,
                "The file is too large for the service.",
                "Compress or trim it to less than 500 MB."),
            (402, _) or (_, 402) => (
                NemoErrorKind.ExportBlocked,
                "The account's plan does not allow export. This is not a matter of credits.",
                "Register or upgrade your plan to unlock export."),
            (429, _) or (_, 429) => (
                NemoErrorKind.RateLimited,
                "The service refused the request because there were too many" + (message is null ? "." : $": {message}"),
                "Wait and try again later; a free token is given once in 7 days for a client id."),
            (404, _) or (_, 404) => (
                NemoErrorKind.RenderNotFound,
                "The service does not know what was asked for" + Quote(message),
                "Check the id, and that it was made with the same token."),
            (_, >= 300 and < 400) => (
                NemoErrorKind.InvalidAnswer,
                "The service sent the request on to another address; the token is not sent there.",
                "Check that the API address is right."),
            ( >= 400 and < 500, _) or (_, >= 400 and < 500) => (
                NemoErrorKind.ServiceFailure,
                $"The service refused the request{Number(code, status)}" + Quote(message),
                "Change what was asked for; with -Debug the whole answer is shown."),
            _ => (
                NemoErrorKind.ServiceFailure,
                $"The service reported a failure{Number(code, status)}" + Quote(message),
                "Try again later; with -Debug the whole answer is shown."),
        };

    private static bool Mentions(string? message, string word) =>
        message?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Quote(string? message) => message is null ? "." : $": {message.TrimEnd('.')}.";

    private static string Number(int? code, HttpStatusCode status) =>
        code is not null ? $" (code {code})" : (int)status is >= 200 and <= 299 ? "" : $" (HTTP {(int)status})";

    /// <summary>The pause that a 429 asks for, or null where it names none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
