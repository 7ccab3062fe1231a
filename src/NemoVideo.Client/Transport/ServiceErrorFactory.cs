using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Turns failed responses into exceptions: by HTTP status and by the code in a response (protocol section 2).</summary>
internal sealed class ServiceErrorFactory(Uri webUrl, TokenHolder tokens, Redaction redaction, TimeProvider time)
{
    private const int MaxRawCharacters = 4096;
    private const int MaxRedactedCharacters = 128 * 1024;
    private const int MaxReasonCharacters = 300;

    /// <summary>The failure that a response reports; null if it reports none.</summary>
    public NemoException? Find(ApiRequest request, RequestContext context, ApiResponse body, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode && !body.IsFailure)
        {
            return null;
        }

        var retryAfter = RateLimit.RetryAfter(response.Headers, time.GetUtcNow());
        var reason = body.Reason is { } words ? RedactBeginning(words).Shorten(MaxReasonCharacters) : null;
        var (kind, message, nextStep, action) = Describe(request, context, response.StatusCode, body.Code, reason, retryAfter);
        return new NemoException(kind, message, nextStep)
        {
            Action = action,
            StatusCode = response.StatusCode,
            ServiceCode = body.Code,
            RawResponse = Excerpt(body.Text),
            RetryAfter = retryAfter,
        };
    }

    /// <summary>
    /// The failure that an error event reports if its code asks something of the user; null otherwise. Other codes, such as 401 and 429,
    /// can come from the model that the agent uses.
    /// </summary>
    public NemoException? FromErrorEvent(ApiRequest request, string? code, string message)
    {
        int? number = code switch
        {
            "1002" => ServiceCodes.UnknownSession,
            "2001" => ServiceCodes.OutOfCredits,
            "4001" => ServiceCodes.UnsupportedFile,
            "4002" => ServiceCodes.FileTooLarge,
            "402" => ServiceCodes.ExportBlocked,
            _ => null,
        };
        if (number is null)
        {
            return null;
        }

        var (kind, text, nextStep, action) =
            Describe(request, context: null, HttpStatusCode.OK, number, RedactBeginning(message).Shorten(MaxReasonCharacters), retryAfter: null);
        return new NemoException(kind, text, nextStep) { Action = action, ServiceCode = number, RawResponse = Excerpt(message) };
    }

    /// <summary>The beginning of a response, without secrets and control characters.</summary>
    public string Excerpt(string response) => ControlCharacters.Remove(RedactBeginning(response)).Truncate(MaxRawCharacters);

    /// <summary>
    /// The beginning of a text, without secrets. A secret that is cut isn't recognized. So the redacted text must be longer than what is
    /// shown and any token together; otherwise the complete text is searched.
    /// </summary>
    private string RedactBeginning(string text)
    {
        var start = text.Length > MaxRedactedCharacters ? redaction.Of(text.Substring(0, MaxRedactedCharacters)) : "";
        return start.Length > MaxRedactedCharacters / 2 ? start : redaction.Of(text);
    }

    private (NemoErrorKind Kind, string Message, string NextStep, NemoAction Action) Describe(
        ApiRequest request, RequestContext? context, HttpStatusCode status, int? code, string? reason, TimeSpan? retryAfter) =>
        (code, (int)status) switch
        {
            (_, 401) or (ServiceCodes.Unauthorized or ServiceCodes.InvalidToken or ServiceCodes.ExpiredToken or ServiceCodes.RevokedToken, _) =>
                DescribeRejectedToken(context),
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
                "The account's subscription doesn't allow export. Credits don't matter.",
                "Register, or upgrade the subscription, to unlock export.",
                NemoAction.None),
            (ServiceCodes.RateLimited, _) or (_, 429) => (NemoErrorKind.RateLimited, "Rate limit exceeded" + Quote(reason),
                $"Try again in {(retryAfter is { } pause ? RateLimit.Format(pause) : "a minute")}, with fewer requests at the same time.",
                NemoAction.None),
            (ServiceCodes.NotFound, _) or (_, 404) when request.IsOfRender => (
                NemoErrorKind.RenderNotFound,
                "The export was not found" + Quote(reason),
                "Check the export ID, and that the export was started with the same token.",
                NemoAction.None),
            (ServiceCodes.NotFound, _) or (_, 404) => (NemoErrorKind.ServiceFailure, "The service has nothing at the requested URL" + Quote(reason),
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
            _ => (NemoErrorKind.ServiceFailure, $"The service reported an error{Number(code, status)}" + Quote(reason),
                "Try again later.",
                NemoAction.ShowResponse),
        };

    private (NemoErrorKind Kind, string Message, string NextStep, NemoAction Action) DescribeRejectedToken(RequestContext? context) =>
        !tokens.IsRenewable ? (
            NemoErrorKind.Authentication, "The service rejected the token: it is invalid or has expired.", "Get a valid token.", NemoAction.SetToken)
        : context is { IsSpent: true, IsRenewed: false } ? (
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
