using System.Text.RegularExpressions;
using static NemoVideo.Client.Protocol.ServiceCodes;

namespace NemoVideo.Client.Transport;

/// <summary>Converts failed responses to exceptions, by HTTP status and by the code in the response (protocol section 2).</summary>
internal sealed class ServiceErrorFactory(Uri webUrl, TokenHolder tokens, TimeProvider time)
{
    private const int MaxRawCharacters = 4096;
    private const int MaxUrlCharacters = 4096;
    private const int MaxReasonCharacters = 300;
    private const int MaxPageCharacters = 16 * 1024;

    private static readonly Regex Markup = new(@"<(style|script)\b.*?</\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase);
    private static readonly Regex Scope = new("scope", RegexOptions.IgnoreCase);
    private static readonly Regex Token = new("token|expired|revoked", RegexOptions.IgnoreCase);

    public NemoException? Find(ApiRequest request, ApiResponse body, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode && !body.IsFailure)
        {
            return null;
        }

        var retryAfter = RateLimit.RetryAfter(response.Headers, time.GetUtcNow());
        var isAmbiguous = ReadContent.IsNotFoundPage(response)
            || (request.Kind == RequestKind.Charged && !IsRejection(response.IsSuccessStatusCode ? ReadContent.CodeOf(response) : (int)response.StatusCode));
        var isDocumented = !isAmbiguous && (body.IsFailure || response.StatusCode != HttpStatusCode.NotFound);
        var (status, code) = (response.StatusCode, ReadContent.CodeOf(response));
        var description = isDocumented && (status == HttpStatusCode.Forbidden || code == Forbidden)
            ? DescribeForbidden(request, body, status)
            : Describe(request, status, code, body.Reason, retryAfter, isDocumented);
        return new NemoException(description.Kind, description.Message, description.NextStep)
        {
            Action = description.Action,
            StatusCode = response.StatusCode,
            ServiceCode = body.Code,
            RawResponse = Excerpt(body.Text),
            RetryAfter = retryAfter,
            IsAmbiguous = isAmbiguous,
        };
    }

    /// <summary>Returns the error that an error event reports if its code requires a user action; otherwise, null.</summary>
    public NemoException? FromErrorEvent(ApiRequest request, string? code, string message)
    {
        if (ServiceCodes.ReadOfService(code) is not { } number)
        {
            return null;
        }

        var description = Describe(request, HttpStatusCode.OK, number, message, retryAfter: null, isDocumented: true);
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

    private Description Describe(
        ApiRequest request, HttpStatusCode status, int? code, string? words, TimeSpan? retryAfter, bool isDocumented)
    {
        var reason = words is null ? null : UrlText.Hide(words.Truncate(MaxRawCharacters)).Shorten(MaxReasonCharacters);
        var quote = reason is null ? "." : $": {reason.TrimEnd('.')}.";
        var number = code is not null ? $" (code {code})" : (int)status is >= 200 and <= 299 ? "" : $" (HTTP {(int)status})";
        return (code, (int)status) switch
        {
            (_, 401) or (Unauthorized or InvalidToken or ExpiredToken or RevokedToken, _) =>
                DescribeRejectedToken(request),
            (UnknownSession or NotFound, _) or (_, 404)
                when isDocumented && (code == UnknownSession || request.Call.IsOfSession
                    || reason?.IndexOf("session", StringComparison.OrdinalIgnoreCase) >= 0) =>
                new(NemoErrorKind.SessionNotFound, "The session was not found.",
                    "Check the session ID or name, or continue in a new session.", NemoAction.CreateSession),
            (OutOfCredits, _) => new(NemoErrorKind.OutOfCredits, "The account doesn't have enough credits.",
                AddCredits),
            (UnsupportedFile, _) or (_, 415) => new(NemoErrorKind.UnsupportedFile, "The service doesn't accept this file type.",
                $"Convert the file to one of these types: {MediaType.AcceptedExtensions}."),
            (FileTooLarge, _) or (_, 413) => new(NemoErrorKind.FileTooLarge, "The file is too large for the service.",
                "Compress or trim the file."),
            (ExportBlocked, _) or (_, 402) => new(NemoErrorKind.ExportBlocked,
                $"The account's plan doesn't include exports{quote} Buying more credits won't enable them.",
                DescribeRegistration() ?? "Upgrade your plan."),
            (RateLimited, _) or (_, 429) => new(NemoErrorKind.RateLimited, "Rate limit exceeded" + quote,
                $"Try again in {(retryAfter is { } pause ? RateLimit.Format(pause) : "a minute")}, and run fewer commands in parallel."),
            (NotFound, _) or (_, 404) when isDocumented && request.Call.IsOfRender => new(NemoErrorKind.RenderNotFound,
                "The export was not found" + quote,
                "Check the export ID. You can access an export only with the token that was used to start it."),
            (NotFound, _) or (_, 404) => new(NemoErrorKind.ServiceFailure, "The requested URL was not found" + quote,
                "Check that the API URL is correct.", NemoAction.SetApiUrl),
            (_, >= 300 and < 400) => new(NemoErrorKind.InvalidResponse,
                "The service redirected the request to another URL. To protect the token, the redirect was not followed.",
                "Check that the API URL is correct.", NemoAction.SetApiUrl),
            ( >= 400 and < 500 and not 408, _) or (_, >= 400 and < 500 and not 408) when isDocumented => new(
                NemoErrorKind.ServiceFailure, $"The service rejected the request{number}" + quote,
                "Check the values that you specified.", NemoAction.ShowResponse),
            _ => new(NemoErrorKind.ServiceFailure,
                $"The service reported an error{number}" + quote, "Try again later.", NemoAction.ShowResponse),
        };
    }

    /// <summary>
    /// A rejected token, a missing scope, or something else, such as a gateway that blocks the request (protocol 2.13). The reason can be a
    /// code beside a message, or a web page.
    /// </summary>
    private Description DescribeForbidden(ApiRequest request, ApiResponse body, HttpStatusCode status)
    {
        var words = body.Json is { } json ? string.Join(": ", new[] { json.Text("reason"), body.Reason }.OfType<string>().Distinct())
            : WebUtility.HtmlDecode(Markup.Replace(body.Text.Truncate(MaxPageCharacters), " ")).JoinSpaces().Trim();
        var known = body.Json is null || !request.IsAuthorized ? "" : words;
        var details = $" ({(status == HttpStatusCode.Forbidden ? "HTTP" : "code")} {Forbidden})"
            + (words.Length == 0 ? "." : $": {UrlText.Hide(words.Truncate(MaxRawCharacters)).Shorten(MaxReasonCharacters).TrimEnd('.')}.");
        return Scope.IsMatch(known) ? new(
                request.RequestUri!.AbsolutePath.Contains("/render/") ? NemoErrorKind.ExportBlocked : NemoErrorKind.ServiceFailure,
                "The token doesn't have the scope that this request requires" + details,
                DescribeRegistration() ?? "Use a token that has this scope.", NemoAction.SetToken)
            : Token.IsMatch(known) ? new(
                NemoErrorKind.Authentication, "The service rejected the token" + details, "Get a valid token.", NemoAction.SetToken)
            : new(
                NemoErrorKind.ServiceFailure, "The service, or a gateway such as a web filter, denied access" + details,
                $"If a web filter denied access, ask its administrator to allow {request.RequestUri!.Host}.", NemoAction.ShowResponse);
    }

    private Description DescribeRejectedToken(ApiRequest request) => !tokens.IsRenewable
        ? new(
            NemoErrorKind.Authentication,
            "The service rejected the token. It is invalid or has expired.",
            "Get a valid token.",
            NemoAction.SetToken)
        : request is { HasUsedRetry: true, IsRenewed: false }
        ? new(NemoErrorKind.Authentication,
            "The service rejected the message twice: first because of a rate limit, and then because the free token was no longer valid.",
            "Send the message again. The rejected message had no effect, and the next request uses a new token.")
        : new(
            NemoErrorKind.Authentication,
            "The service rejected the free token and its replacement.",
            "Try again later.",
            NemoAction.SetToken);

    /// <summary>The next step if the credits of the account aren't enough.</summary>
    public string AddCredits => DescribeRegistration() ?? "Add credits to your account.";

    private string? DescribeRegistration() =>
        tokens.UserId is { } id && id.StartsWith("anon_", StringComparison.Ordinal)
            ? $"Register at {new Uri(webUrl, "register")}?bind={Uri.EscapeDataString(id)} to continue."
        : tokens.IsRenewable ? $"Register at {new Uri(webUrl, "register")} to continue."
        : null;

    private sealed record Description(NemoErrorKind Kind, string Message, string NextStep, NemoAction Action = NemoAction.None);
}
