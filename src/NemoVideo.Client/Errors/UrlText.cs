using System.Text.RegularExpressions;

namespace NemoVideo.Client.Errors;

/// <summary>Removes what can be secret from the URLs in a text: user name, password, query and fragment.</summary>
public static class UrlText
{
    // The slashes can be JSON escapes. The length of the scheme is limited, so that the time is linear.
    private const string Start = """[a-z][a-z0-9+.-]{1,30}:(?:\\?/){2,}""";

    // Punctuation at the end isn't part of the URL.
    private static readonly Regex Url = new(
        $$"""(?<start>{{Start}})(?:[^\s"<>/\\?#]*@)?(?<path>(?:(?!{{Start}})[^\s"<>?#])*)"""
        + """(?<hidden>[?#][^\s"<>]+?(?=[.,;:!?)\]}']*(?:[\s"<>]|$)))?""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Windows PowerShell 5.1 replaces the ellipsis with a question mark when it saves a CSV file.
    private static readonly string[] HiddenQueries = [HiddenQuery, "?%E2%80%A6", "??"];

    private const string HiddenQuery = "?…";

    /// <summary>Reduces each URL in a text to scheme, host, port and path. <c>?…</c> replaces a query.</summary>
    public static string Hide(string text) =>
        (text ?? throw new ArgumentNullException(nameof(text))).Contains("/") ? Url.Replace(text, HideFound) : text;

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
                $"The URL {WithoutSecrets(url)}{HiddenQuery} can't be used, because its query string was hidden for display.",
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
    public static Uri? Parse(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;

    private static string HideFound(Match found) => found.Groups["start"].Value + found.Groups["path"].Value
        + (found.Groups["hidden"].Value.StartsWith("?", StringComparison.Ordinal) ? HiddenQuery : "");
}
