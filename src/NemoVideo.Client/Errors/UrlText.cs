using System.Text.RegularExpressions;

namespace NemoVideo.Client.Errors;

/// <summary>Removes what can be secret from the URLs in a text: user name, password, query and fragment.</summary>
public static class UrlText
{
    // The slashes can be JSON escapes. The separator of a web URL can also contain backslashes, percent escapes or invisible characters.
    // The length of the scheme is limited, so that the time is linear.
    private const string Start = """(?:(?<scheme>[a-z][a-z0-9+.-]{1,30}):(?:\\?/){2}"""
        + """|(?<scheme>https?)\p{Cf}*(?::|(?<escaped>%3a))(?:\p{Cf}*(?:[/\\]|(?<escaped>%(?:2f|5c))))+)""";

    // An apostrophe is valid in a URL. Before a space or punctuation, it ends a quotation. A separator before another URL ends the URL.
    private static readonly Regex Url = new(
        Start + "(?<body>(?:(?![,;|]" + Start + """)[^\s"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Windows PowerShell 5.1 replaces the ellipsis with a question mark when it saves a CSV file.
    private static readonly string[] HiddenQueries = [HiddenQuery, "?%E2%80%A6", "??"];

    private const string HiddenQuery = "?…";

    /// <summary>Reduces each URL in a text to scheme, host, port and path. <c>?…</c> replaces a query.</summary>
    public static string Hide(string text) =>
        (text ?? throw new ArgumentNullException(nameof(text))).IndexOfAny(['/', '\\', '%']) >= 0 ? Url.Replace(text, HideFound) : text;

    /// <summary>The same for a text that can be missing; null for none.</summary>
    public static string? HideOrNull(string? text) => text is null ? null : Hide(text);

    /// <summary>Reduces a URL to scheme, host, port and path. <c>?…</c> replaces a query.</summary>
    public static string Of(Uri url) => WithoutSecrets(url) + (url.Query.Length > 0 ? HiddenQuery : "");

    /// <summary>Rejects a URL that was copied from an output or a log of the client, where its query was replaced.</summary>
    /// <exception cref="NemoException">The query is the text that replaces a query.</exception>
    public static void CheckIsComplete(Uri url)
    {
        var query = (url ?? throw new ArgumentNullException(nameof(url))).Query;
        if (HiddenQueries.Any(hidden => query.StartsWith(hidden, StringComparison.Ordinal)))
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                $"The URL {WithoutSecrets(url)}{HiddenQuery} can't be used, because it was shortened for display. Its query string is missing.",
                "Use the original URL, for example the URL in the original CSV file.");
        }
    }

    /// <summary>Reduces a URL to scheme, host, port and path.</summary>
    public static string WithoutSecrets(Uri url) => (url ?? throw new ArgumentNullException(nameof(url)))
        .GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The URL without its fragment.</summary>
    internal static Uri WithoutFragment(Uri url) => url.Fragment.Length == 0 ? url
        : new Uri(url.AbsoluteUri.Substring(0, url.AbsoluteUri.IndexOf('#')));

    /// <summary>Parses an absolute URL; null if it is invalid.</summary>
    public static Uri? Parse(string? text) => Parse(() => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null);

    /// <summary>Parses a URL; null if it is invalid. .NET throws an exception for <c>file:////</c> before a direction mark.</summary>
    internal static Uri? Parse(Func<Uri?> parse)
    {
        try
        {
            return parse();
        }
        catch (IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes parts of a URL. All other characters remain as they are: texts were searched for secrets before, and a change of spelling,
    /// such as the removal of an escape, could assemble a secret that the search couldn't find. In an escaped URL, an at sign separates the
    /// host from the escape before it.
    /// </summary>
    private static string HideFound(Match found)
    {
        var (whole, isEscaped) = (found.Groups["body"].Value, found.Groups["escaped"].Success);
        var body = whole.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}');
        var tail = whole.Substring(body.Length);
        if (!IsValid(found.Groups["scheme"].Value.ToLowerInvariant(), isEscaped ? Uri.UnescapeDataString(body) : body))
        {
            return "(not a valid URL)" + tail;
        }

        var start = body.Length - body.TrimStart('/', '\\').Length;
        var separator = found.Value.Substring(0, found.Value.Length - whole.Length + start);
        var end = IndexOfAny(body, start, isEscaped, "?", "#", "%3f", "%23");
        var host = HostIndex(body, start, isEscaped);
        var address = (isEscaped && host > start ? "@" : "") + body.Substring(host, Math.Max(end - host, 0));
        return separator + address + (HasQuery(body.Substring(end)) ? HiddenQuery : "") + tail;
    }

    private static bool IsValid(string scheme, string body)
    {
        var plain = body.Replace("\\/", "/").Replace('\\', '/');
        var rest = plain.TrimStart('/');

        // Without a host, such as file:///a.
        return (rest.Length < plain.Length && !rest.Split('/')[0].Contains("@") && Parse($"https://host/{rest}") is not null)
            || Parse($"{(scheme is "http" ? scheme : "https")}://{rest}") is not null;
    }

    /// <summary>The index of the host, after a user name and password.</summary>
    private static int HostIndex(string body, int start, bool isEscaped)
    {
        var end = IndexOfAny(body, start, isEscaped, "/", "\\", "?", "#", "%2f", "%5c", "%3f", "%23");
        var authority = body.Substring(start, end - start);
        var at = authority.LastIndexOf('@') + "@".Length;
        var escaped = isEscaped ? authority.LastIndexOf("%40", StringComparison.OrdinalIgnoreCase) : -1;
        return start + Math.Max(at, escaped < 0 ? 0 : escaped + "%40".Length);
    }

    /// <summary>Whether the end of a URL is a query that isn't empty. It can also be a fragment.</summary>
    private static bool HasQuery(string end) =>
        end.Length > 1 && (end[0] == '?' || end.StartsWith("%3f", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first index of a delimiter; the length if there is none. Only an escaped URL has delimiters with a percent sign.</summary>
    private static int IndexOfAny(string text, int start, bool isEscaped, params string[] delimiters) => delimiters
        .Where(delimiter => isEscaped || delimiter[0] != '%')
        .Select(delimiter => text.IndexOf(delimiter, start, StringComparison.OrdinalIgnoreCase))
        .Where(static index => index >= 0).DefaultIfEmpty(text.Length).Min();
}
