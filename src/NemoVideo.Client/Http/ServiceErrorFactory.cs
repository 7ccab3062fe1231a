using System.Text.RegularExpressions;
using static NemoVideo.Client.Http.ServiceCodes;

namespace NemoVideo.Client.Http;

/// <summary>Converts failed responses to exceptions, by HTTP status and by the code in the response (protocol section 2).</summary>
internal sealed class ServiceErrorFactory(Uri webUrl, TokenHolder tokens, TimeProvider time)
{
    private const int MaxRawCharacters = 4096;
    private const int MaxUrlCharacters = 4096;
    private const int MaxReasonCharacters = 300;
    private const int MaxPageCharacters = 16 * 1024;
    private const string CheckUrl = "Check that the API URL is correct.";

    private static readonly Description SessionNotFound = new(
        NemoErrorKind.SessionNotFound, "The session was not found.",
        "Check the session ID or name, or continue in a new session.", NemoAction.CreateSession);

    private static readonly Description TooLarge =
        new(NemoErrorKind.FileTooLarge, "The file is too large for the service.", "Compress or trim the file.");

    private static readonly Regex Markup = new(@"<(style|script)\b.*?</\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase);
    private static readonly Regex Scope = new("scope", RegexOptions.IgnoreCase);
    private static readonly Regex Token = new("token|expired|revoked", RegexOptions.IgnoreCase);

    public NemoException ToException(ApiRequest request, Reply reply, HttpResponseMessage response)
    {
        var retryAfter = RateLimit.RetryAfter(response.Headers, time.GetUtcNow());
        var (description, text) = reply switch
        {
            Reply.Rejected rejected => (Describe(request, rejected, response.StatusCode, retryAfter), rejected.Text),
            Reply.Unknown unknown => (Describe(request, unknown, response.Headers.Location), unknown.Text),
            _ => (new Description(
                NemoErrorKind.InvalidResponse, "The service returned JSON instead of a stream or a file.", CheckUrl, NemoAction.SetApiUrl),
                reply.Body!.Value.GetRawText()),
        };
        return new NemoException(description.Kind, description.Message, description.NextStep)
        {
            Action = description.Action,
            StatusCode = response.StatusCode,
            ServiceCode = reply.ServiceCode,

            // What isn't JSON may contain the new token.
            RawResponse = request.Call.ReturnsToken && response.IsSuccessStatusCode && reply.Body is null ? null : Excerpt(text),
            RetryAfter = retryAfter,
            IsUndocumented = reply is Reply.Unknown,
            Outcome = reply is Reply.Rejected ? Outcome.NotDone : Outcome.Unknown,
        };
    }

    /// <summary>Returns the error that an error event reports if its code requires a user action; otherwise, null.</summary>
    public NemoException? FromErrorEvent(ApiRequest request, string? code, string message)
    {
        if (ReadOfService(code) is not { } number)
        {
            return null;
        }

        var description = Describe(
            request, new Reply.Rejected(null, number, message, message) { ServiceCode = number }, HttpStatusCode.OK, retryAfter: null);
        return new NemoException(description.Kind, description.Message, description.NextStep)
        {
            Action = description.Action,
            ServiceCode = number,
            RawResponse = Excerpt(message),
        };
    }

    /// <summary>Returns the beginning of a response, without control characters and what can be secret in URLs.</summary>
    public static string Excerpt(string response) =>
        UrlText.Hide(ControlCharacters.Remove(response.Truncate(MaxRawCharacters + MaxUrlCharacters))).Truncate(MaxRawCharacters);

    private Description Describe(ApiRequest request, Reply.Rejected reply, HttpStatusCode status, TimeSpan? retryAfter)
    {
        var quote = Quote(reply.Reason);
        return reply.Code switch
        {
            Unauthorized or InvalidToken or ExpiredToken or RevokedToken => DescribeRejectedToken(),
            UnknownSession => SessionNotFound,
            NotFound when request.Call.IsOfSession
                || (reply.Body is not null && reply.Reason?.IndexOf("session", StringComparison.OrdinalIgnoreCase) >= 0) => SessionNotFound,
            OutOfCredits => new(NemoErrorKind.OutOfCredits, "The account doesn't have enough credits.", AddCredits),
            UnsupportedFile or 415 => new(NemoErrorKind.UnsupportedFile, "The service doesn't accept this file type.",
                $"Convert the file to one of these types: {MediaType.AcceptedExtensions}."),
            FileTooLarge or 413 => TooLarge,
            ExportBlocked => new(NemoErrorKind.ExportBlocked,
                $"The account's plan doesn't include exports{quote} Buying more credits won't enable them.",
                DescribeRegistration() ?? "Upgrade your plan."),
            Forbidden => DescribeForbidden(request, reply, status),
            RateLimited => new(NemoErrorKind.RateLimited, "Rate limit exceeded" + quote,
                $"Try again in {(retryAfter is { } pause ? RateLimit.Format(pause) : "a minute")}, and run fewer commands in parallel."),
            NotFound when request.Call.IsOfRender => new(NemoErrorKind.RenderNotFound, "The export was not found" + quote,
                "Check the export ID. You can access an export only with the token that was used to start it."),
            NotFound => UrlNotFound(quote),
            >= 400 and < 500 => new(NemoErrorKind.ServiceFailure,
                $"The service rejected the request{Number(reply, status)}" + quote,
                "Check the values that you specified.", NemoAction.ShowResponse),
            _ => Failed(reply, status, quote),
        };
    }

    private static Description Describe(ApiRequest request, Reply.Unknown reply, Uri? location) => (int)reply.Status switch
    {
        >= 200 and < 300 when reply.Body is null => new(
            NemoErrorKind.InvalidResponse, "The service's response isn't valid JSON.", CheckUrl, NemoAction.SetApiUrl),
        >= 300 and < 400 => new(NemoErrorKind.InvalidResponse,
            $"The service redirected the request to {(location?.IsAbsoluteUri == true ? location.GetLeftPart(UriPartial.Authority)
                : "another URL")}. To protect the token, the redirect was not followed.",
            CheckUrl, NemoAction.SetApiUrl),
        NotFound => UrlNotFound(Quote(reply.Reason)),
        413 => TooLarge,
        Forbidden => DescribeGateway(request, "denied access", "HTTP 403", WordsOf(reply, reply.Reason, reply.Text)),
        >= 400 and < 500 and not 408 and var status =>
            DescribeGateway(request, "reported an error", $"HTTP {status}", WordsOf(reply, reply.Reason, reply.Text)),
        _ => Failed(reply, reply.Status, Quote(reply.Reason)),
    };

    private static Description DescribeGateway(ApiRequest request, string what, string number, string words) => new(
        NemoErrorKind.ServiceFailure,
        $"The service, or a gateway such as a web filter, {what} ({number})" + Quote(words.Length == 0 ? null : words),
        $"If a web filter denied access, ask its administrator to allow {request.RequestUri!.Host}.", NemoAction.ShowResponse);

    private static Description UrlNotFound(string quote) =>
        new(NemoErrorKind.ServiceFailure, "The requested URL was not found" + quote, CheckUrl, NemoAction.SetApiUrl);

    private static Description Failed(Reply reply, HttpStatusCode status, string quote) => new(
        NemoErrorKind.ServiceFailure, $"The service reported an error{Number(reply, status)}" + quote,
        "Try again later.", NemoAction.ShowResponse);

    private static string Number(Reply reply, HttpStatusCode status) =>
        reply.ServiceCode is { } code && (int)status < 500 ? $" (code {code})"
        : (int)status is >= 200 and <= 299 ? "" : $" (HTTP {(int)status})";

    private static string Quote(string? reason) =>
        reason is null ? "." : $": {Shorten(reason).TrimEnd('.')}.";

    /// <summary>The beginning of a text of the service, for a sentence.</summary>
    public static string Shorten(string text) => UrlText.Hide(text.Truncate(MaxRawCharacters)).Shorten(MaxReasonCharacters);

    /// <summary>
    /// A rejected token, a missing scope, or something else, such as a gateway that blocks the request (protocol 2.13). The reason can be a
    /// code beside a message, or a web page.
    /// </summary>
    private Description DescribeForbidden(ApiRequest request, Reply.Rejected reply, HttpStatusCode status)
    {
        var words = WordsOf(reply, reply.Reason, reply.Text);
        var known = reply.Body is null || !request.IsAuthorized ? "" : words;
        var number = $"{(status == HttpStatusCode.Forbidden ? "HTTP" : "code")} {Forbidden}";
        var details = $" ({number})" + Quote(words.Length == 0 ? null : words);
        return Scope.IsMatch(known) ? new(
                request.RequestUri!.AbsolutePath.Contains("/render/") ? NemoErrorKind.ExportBlocked : NemoErrorKind.ServiceFailure,
                "The token doesn't have the scope that this request requires" + details,
                DescribeRegistration() ?? "Use a token that has this scope.", NemoAction.SetToken)
            : Token.IsMatch(known) ? new(
                NemoErrorKind.Authentication, "The service rejected the token" + details, "Get a valid token.", NemoAction.SetToken)
            : DescribeGateway(request, "denied access", number, words);
    }

    /// <summary>The words of a response for users, also those of a web page.</summary>
    private static string WordsOf(Reply reply, string? reason, string text) => reply.Body is { } json
        ? string.Join(": ", new[] { json.Text("reason"), reason }.OfType<string>().Distinct())
        : WebUtility.HtmlDecode(Markup.Replace(text.Truncate(MaxPageCharacters), " ")).JoinSpaces().Trim();

    private Description DescribeRejectedToken() => tokens.IsRenewable
        ? new(NemoErrorKind.Authentication,
            "The service rejected the free token and its replacement.", "Try again later.", NemoAction.SetToken)
        : new(NemoErrorKind.Authentication,
            "The service rejected the token. It is invalid or has expired.", "Get a valid token.", NemoAction.SetToken);

    /// <summary>The next step if the credits of the account aren't enough.</summary>
    public string AddCredits => DescribeRegistration() ?? "Add credits to your account.";

    private string? DescribeRegistration() =>
        tokens.UserId is { } id && id.StartsWith("anon_", StringComparison.Ordinal)
            ? $"Register at {new Uri(webUrl, "register")}?bind={Uri.EscapeDataString(id)} to continue."
        : tokens.IsRenewable ? $"Register at {new Uri(webUrl, "register")} to continue."
        : null;

    private sealed record Description(NemoErrorKind Kind, string Message, string NextStep, NemoAction Action = NemoAction.None);
}
