using System.Globalization;
using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>
/// The one place where a failed answer becomes a <see cref="NemoException"/>: by HTTP status, by a code in a 200, by
/// <c>success:false</c>, by <c>detail</c> or <c>error</c> (protocol section 2).
/// </summary>
internal sealed class ServiceErrorFactory(
    Uri webUrl, TokenHolder tokens, Redaction redaction, TimeProvider time)
{
    private const int MaxRawCharacters = 4096;
    private const int MaxReadCharacters = 128 * 1024;
    private const int MaxReasonCharacters = 300;

    /// <summary>The failure that an answer reports, or null where it reports none.</summary>
    public NemoException? Find(ApiRequest request, ApiResponse answer, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode && !answer.IsFailure)
        {
            return null;
        }

        var retryAfter = RateLimit.RetryAfter(response.Headers, time.GetUtcNow());
        var reason = answer.Reason is { } words ? Shorten(RedactBeginning(words)) : null;
        var (kind, sentence, nextStep) = Describe(request, response.StatusCode, answer.Code, reason, retryAfter);
        return new NemoException(kind, sentence, nextStep)
        {
            StatusCode = response.StatusCode,
            ServiceCode = answer.Code,
            RawResponse = Excerpt(answer.Text),
            RetryAfter = retryAfter,
        };
    }

    /// <summary>
    /// A failure that was told within a stream, where its code is one of those that ask something of the user. Others, such as
    /// 401 and 429, are numbers that the agent's own model uses as well; null for those.
    /// </summary>
    public NemoException? FromErrorEvent(ApiRequest request, string? code, string message)
    {
        if (code is not ("1002" or "2001" or "4001" or "4002" or "402"))
        {
            return null;
        }

        var number = int.Parse(code, CultureInfo.InvariantCulture);
        var (kind, sentence, nextStep) = Describe(request, HttpStatusCode.OK, number, Shorten(RedactBeginning(message)), retryAfter: null);
        return new NemoException(kind, sentence, nextStep) { ServiceCode = number, RawResponse = Excerpt(message) };
    }

    /// <summary>The beginning of an answer as an exception may hold it.</summary>
    public string Excerpt(string rawAnswer)
    {
        var text = ControlCharacters.Remove(RedactBeginning(rawAnswer));
        return text.Length > MaxRawCharacters ? text.Substring(0, MaxRawCharacters) : text;
    }

    /// <summary>
    /// As much of a text as an exception holds, without secrets. One that is cut in its middle is no longer known as a secret, so what
    /// is left must be longer than what is shown and any token together; else all of the text is looked through.
    /// </summary>
    private string RedactBeginning(string text)
    {
        var begin = text.Length > MaxReadCharacters ? redaction.Of(text.Substring(0, MaxReadCharacters)) : "";
        return begin.Length > MaxReadCharacters / 2 ? begin : redaction.Of(text);
    }

    private static string Shorten(string reason) =>
        reason.Length > MaxReasonCharacters ? reason.Substring(0, MaxReasonCharacters).TrimEnd() + "…" : reason;

    private (NemoErrorKind Kind, string Sentence, string NextStep) Describe(
        ApiRequest request, HttpStatusCode status, int? code, string? reason, TimeSpan? retryAfter) =>
        (code, (int)status) switch
        {
            (1001 or 1010 or 1011 or 401, _) or (_, 401) when tokens.IsRenewable && request.IsSpent && !request.IsRenewed => (
                NemoErrorKind.Authentication,
                "The free token has expired, and the message has been sent twice already: it is not sent a third time.",
                "Send it again: it was refused, and the next one is sent with a new token."),
            (1001 or 1010 or 1011 or 401, _) or (_, 401) => (
                NemoErrorKind.Authentication,
                tokens.IsRenewable
                    ? "The service accepts neither the free token nor the new one that was asked for."
                    : "The service does not accept the token: it is invalid or has expired.",
                tokens.IsRenewable
                    ? "Try again later, or use a token of your own: Connect-Nemo -Token."
                    : "Get a valid token and run Connect-Nemo -Token, or set NEMO_TOKEN."),
            (1002 or 404, _) or (_, 404) when code == 1002 || request.IsOfSession || Mentions(reason, "session") => (
                NemoErrorKind.SessionNotFound,
                "The service does not know this session.",
                "Check the id or the name; else make a new one with New-NemoSession and upload the files again."),
            (2001, _) => (
                NemoErrorKind.OutOfCredits,
                "The account has no credits left.",
                tokens.UserId is { } id && id.StartsWith("anon_", StringComparison.Ordinal)
                    ? $"Register at {new Uri(webUrl, "register")}?bind={Uri.EscapeDataString(id)} to go on."
                    : tokens.IsRenewable ? $"Register at {new Uri(webUrl, "register")} to go on."
                    : "Top up the credits in your account."),
            (4001, _) or (_, 415) => (
                NemoErrorKind.UnsupportedFile,
                "The service does not accept this type of file.",
                $"Accepted are {MediaType.AcceptedExtensions}."),
            (4002, _) or (_, 413) => (
                NemoErrorKind.FileTooLarge,
                "The file is too large for the service.",
                "Compress or trim it to less than 500 MB."),
            (402, _) or (_, 402) => (
                NemoErrorKind.ExportBlocked,
                "The account's subscription does not allow export; this is not a matter of credits.",
                "Register or upgrade the subscription to unlock export."),
            (429, _) or (_, 429) => (
                NemoErrorKind.RateLimited,
                "The service takes only so many requests in a time, and refused this one" + Quote(reason),
                $"Try again in {(retryAfter is { } pause ? RateLimit.Format(pause) : "a minute")}, with fewer calls at the same time."),
            (404, _) or (_, 404) when request.IsOfRender => (
                NemoErrorKind.RenderNotFound,
                "The service does not know this export" + Quote(reason),
                "Check the id, and that it was made with the same token."),
            (404, _) or (_, 404) => (
                NemoErrorKind.ServiceFailure,
                "The service has nothing at the address that was asked for" + Quote(reason),
                "Check that the API address is right: Connect-Nemo -ApiUrl, or NEMO_API_URL."),
            (_, >= 300 and < 400) => (
                NemoErrorKind.InvalidResponse,
                "The service sent the request on to another address; the token is not sent there.",
                "Check that the API address is right."),
            ( >= 400 and < 500 and not 408, _) or (_, >= 400 and < 500 and not 408) => (
                NemoErrorKind.ServiceFailure,
                $"The service refused the request{Number(code, status)}" + Quote(reason),
                "Change what was asked for; with -Debug the whole answer is shown."),
            _ => (
                NemoErrorKind.ServiceFailure,
                $"The service reported a failure{Number(code, status)}" + Quote(reason),
                "Try again later; with -Debug the whole answer is shown."),
        };

    private static bool Mentions(string? reason, string word) =>
        reason?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Quote(string? reason) => reason is null ? "." : $": {reason.TrimEnd('.')}.";

    private static string Number(int? code, HttpStatusCode status) =>
        code is not null ? $" (code {code})" : (int)status is >= 200 and <= 299 ? "" : $" (HTTP {(int)status})";
}
