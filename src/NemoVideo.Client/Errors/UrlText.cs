using System.Text.RegularExpressions;

namespace NemoVideo.Client.Errors;

/// <summary>Removes what can be secret from the URLs in a text: user name, password, query and fragment.</summary>
public static class UrlText
{
    // An apostrophe is valid in a URL. Before a space or punctuation, it ends a quotation. A separator before another URL ends the URL.
    // The length of the scheme is limited, so that the time is linear.
    private static readonly Regex Url = new(
        """[a-z][a-z0-9+.-]{1,30}://(?:(?![,;|][a-z][a-z0-9+.-]{1,30}://)[^\s"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly char[] Punctuation = ['.', ',', ';', ':', '!', '?', ')', ']', '}'];

    /// <summary>Reduces each URL in a text to scheme, host, port and path. <c>?…</c> replaces a query.</summary>
    public static string Hide(string text) =>
        (text ?? throw new ArgumentNullException(nameof(text))).Contains("://") ? Url.Replace(text, HideFound) : text;

    /// <summary>Reduces a URL to scheme, host, port and path. <c>?…</c> replaces a query.</summary>
    public static string Of(Uri url) => WithoutSecrets(url) + (url.Query.Length > 0 ? "?…" : "");

    /// <summary>Reduces a URL to scheme, host, port and path.</summary>
    public static string WithoutSecrets(Uri url) => (url ?? throw new ArgumentNullException(nameof(url)))
        .GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static string HideFound(Match found)
    {
        var url = found.Value.TrimEnd(Punctuation);
        return (Uri.TryCreate(url, UriKind.Absolute, out var address) ? Of(address) : "(not a valid URL)") + found.Value.Substring(url.Length);
    }
}
