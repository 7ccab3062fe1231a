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
        var (kind, message, nextStep, action) = Describe(request, response.StatusCode, answer.Code, reason, retryAfter);
        return new NemoException(kind, message, nextStep)
        {
            Action = action,
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
        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !number.ToString(CultureInfo.InvariantCulture).Equals(code, StringComparison.Ordinal)
            || number is not (ServiceCodes.UnknownSession or ServiceCodes.OutOfCredits or ServiceCodes.UnsupportedFile or ServiceCodes.FileTooLarge or ServiceCodes.ExportBlocked))
        {
            return null;
        }

        var (kind, text, nextStep, action) = Describe(request, HttpStatusCode.OK, number, Shorten(RedactBeginning(message)), retryAfter: null);
        return new NemoException(kind, text, nextStep) { Action = action, ServiceCode = number, RawResponse = Excerpt(message) };
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

    private (NemoErrorKind Kind, string Message, string NextStep, NemoAction Action) Describe(
        ApiRequest request, HttpStatusCode status, int? code, string? reason, TimeSpan? retryAfter) =>
        (code, (int)status) switch
        {
            (_, 401) or (ServiceCodes.Unauthorized or ServiceCodes.InvalidToken or ServiceCodes.ExpiredToken or ServiceCodes.RevokedToken, _) =>
                DescribeRefusedToken(request),
            (ServiceCodes.UnknownSession or ServiceCodes.NotFound, _) or (_, 404)
                when code == ServiceCodes.UnknownSession || request.IsOfSession || Mentions(reason, "session") => (
                NemoErrorKind.SessionNotFound,
                "The session was not found.",
                "Check the session ID or name, or continue in a new session.",
                NemoAction.CreateSession),
            (ServiceCodes.OutOfCredits, _) => (NemoErrorKind.OutOfCredits, "The account has no credits left.", DescribeCreditPurchase(), NemoAction.None),
            (ServiceCodes.UnsupportedFile, _) or (_, 415) => (
                NemoErrorKind.UnsupportedFile,
                "The service doesn't accept this file type.",
                $"Convert the file to one of these types: {MediaType.AcceptedExtensions}.",
                NemoAction.None),
            (ServiceCodes.FileTooLarge, _) or (_, 413) => (
                NemoErrorKind.FileTooLarge,
                "The file is too large for the service.",
                "Compress or trim it to less than 500 MB.",
                NemoAction.None),
            (ServiceCodes.ExportBlocked, _) or (_, 402) => (
                NemoErrorKind.ExportBlocked,
                "The account's subscription doesn't allow export. Credits don't matter here.",
                "Register, or upgrade the subscription, to unlock export.",
                NemoAction.None),
            (ServiceCodes.RateLimited, _) or (_, 429) => (
                NemoErrorKind.RateLimited,
                "Rate limit exceeded" + Quote(reason),
                $"Try again in {(retryAfter is { } pause ? RateLimit.Format(pause) : "a minute")}, with fewer requests at the same time.",
                NemoAction.None),
            (ServiceCodes.NotFound, _) or (_, 404) when request.IsOfRender => (
                NemoErrorKind.RenderNotFound,
                "The export was not found" + Quote(reason),
                "Check the export ID, and that the export was started with the same token.",
                NemoAction.None),
            (ServiceCodes.NotFound, _) or (_, 404) => (
                NemoErrorKind.ServiceFailure,
                "The service has nothing at the requested URL" + Quote(reason),
                "Check that the API URL is correct.",
                NemoAction.SetApiUrl),
            (_, >= 300 and < 400) => (
                NemoErrorKind.InvalidResponse,
                "The service redirected the request to another URL. The token is not sent there.",
                "Check that the API URL is correct.",
                NemoAction.SetApiUrl),
            ( >= 400 and < 500 and not 408, _) or (_, >= 400 and < 500 and not 408) => (
                NemoErrorKind.ServiceFailure,
                $"The service rejected the request{Number(code, status)}" + Quote(reason),
                "Change the request.",
                NemoAction.ShowResponse),
            _ => (
                NemoErrorKind.ServiceFailure,
                $"The service reported an error{Number(code, status)}" + Quote(reason),
                "Try again later.",
                NemoAction.ShowResponse),
        };

    private (NemoErrorKind Kind, string Message, string NextStep, NemoAction Action) DescribeRefusedToken(ApiRequest request) =>
        !tokens.IsRenewable ? (
            NemoErrorKind.Authentication, "The service rejected the token: it is invalid or has expired.", "Get a valid token.", NemoAction.SetToken)
        : request.IsSpent && !request.IsRenewed ? (
            NemoErrorKind.Authentication,
            "The free token has expired. The message was already sent twice and is not sent a third time.",
            "Send the message again. It was rejected, and the next one is sent with a new token.",
            NemoAction.None)
        : (NemoErrorKind.Authentication, "The service rejected the free token and its replacement.", "Try again later.", NemoAction.SetToken);

    private string DescribeCreditPurchase() =>
        tokens.UserId is { } id && id.StartsWith("anon_", StringComparison.Ordinal)
            ? $"Register at {new Uri(webUrl, "register")}?bind={Uri.EscapeDataString(id)} to continue."
        : tokens.IsRenewable ? $"Register at {new Uri(webUrl, "register")} to continue."
        : "Add credits to your account.";

    private static bool Mentions(string? reason, string word) =>
        reason?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Quote(string? reason) => reason is null ? "." : $": {reason.TrimEnd('.')}.";

    private static string Number(int? code, HttpStatusCode status) =>
        code is not null ? $" (code {code})" : (int)status is >= 200 and <= 299 ? "" : $" (HTTP {(int)status})";
}
