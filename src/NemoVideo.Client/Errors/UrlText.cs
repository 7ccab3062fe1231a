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

    private const string SharedAccess =
        "s(v|s|rt|r|t|e|p|ip|pr|ig|i|dd|es|cid|aoid|uoid|duoid|koid|ktid|kt|ke|ks|kv|kdutid)|jwt";

    /// <summary>The parameters of the earlier signatures of S3, Google, Alibaba and Huawei, and of CloudFront.</summary>
    private const string SignedOnce =
        "Signature|Expires|Policy|Key-Pair-Id|Hash-Algorithm|(AWS|Google|OSS)?Access(Key)?Id|(x-(amz|obs)-)?security-token";

    // Windows PowerShell 5.1 replaces the ellipsis with a question mark when it saves a CSV file.
    private static readonly string[] HiddenQueries = [HiddenQuery, "?%E2%80%A6", "??"];

    private const string HiddenQuery = "?…";

    /// <summary>
    /// The parameters of signed URLs, which differ in each list of the same files (morphic 941), by what shows that a URL is signed: names
    /// of parameters, a part of the path after a slash, or the end of the host after a period.
    /// </summary>
    private static readonly (string Proof, string Parameters)[] Signers =
    [
        ("X-Amz-Signature", "X-Amz-.*"),
        ("X-Goog-Signature", "X-Goog-.*"),
        ("x-oss-signature", "x-oss-(signature(-version)?|credential|date|expires|security-token|additional-headers|access-key-id)"),
        ("q-signature", "q-(sign|ak|key|header|url).*|x-cos-security-token"),
        ("Signature Expires", SignedOnce),
        ("Signature Policy", SignedOnce),
        ("sig sv sr", SharedAccess),
        ("sig sv ss", SharedAccess),
        ("hdnts", "hdnts"),
        ("hdnea", "hdnea"),
        (".discordapp.com hm", "ex|is|hm"),
        (".sharepoint.com tempauth", "tempauth"),
        ("/object/sign/ token", "token"),
        (".b-cdn.net token expires", "token|expires|token_path|token_ver"),
    ];

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

    /// <summary>
    /// The same text for each signed URL of a file: without its fragment and without the parameters of a known signature.
    /// </summary>
    public static string WithoutSignature(Uri url)
    {
        var address = WithoutFragment(url ?? throw new ArgumentNullException(nameof(url))).AbsoluteUri;
        var parameters = url.Query.TrimStart('?').Split('&');
        var names = new HashSet<string>(parameters.Select(NameOf), StringComparer.OrdinalIgnoreCase);
        var signers = Signers.Where(signer => signer.Proof.Split(' ').All(part => part[0] switch
        {
            '/' => url.AbsolutePath.Contains(part),
            '.' => url.Host.EndsWith(part, StringComparison.OrdinalIgnoreCase),
            _ => names.Contains(part),
        })).ToList();
        if (signers.Count == 0)
        {
            return address;
        }

        var others = parameters.Where(one => !signers.Any(signer => Regex.IsMatch(
            NameOf(one), $@"^({signer.Parameters})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase))).ToList();
        return address.Substring(0, address.IndexOf('?')) + (others.Count > 0 ? "?" + string.Join("&", others) : "");
    }

    /// <summary>Whether a URL is an absolute http or https URL.</summary>
    public static bool IsWeb(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    /// <summary>Parses an absolute URL; null if it is invalid.</summary>
    public static Uri? Parse(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;

    /// <summary>An http or https URL without its fragment, which no server receives; null for another text, such as a path.</summary>
    public static Uri? ParseWeb(string? text) =>
        Parse(text) is { } url && IsWeb(url) ? WithoutFragment(url) : null;

    private static string NameOf(string parameter) => Uri.UnescapeDataString(parameter.Split('=')[0]);

    private static string HideFound(Match found) => found.Groups["start"].Value + found.Groups["path"].Value
        + (found.Groups["hidden"].Value.StartsWith("?", StringComparison.Ordinal) ? HiddenQuery : "");
}
