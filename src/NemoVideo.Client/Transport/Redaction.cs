using System.Text.RegularExpressions;

namespace NemoVideo.Client.Transport;

/// <summary>Redacts secrets in responses, because the service or a proxy may repeat values that were sent.</summary>
internal sealed class Redaction
{
    private const int MaxReasonCharacters = 300;

    // A very short secret would be found in unrelated texts.
    private const int MinSecretLength = 8;

    // Each secret makes every search slower. The service grants one free token every seven days.
    private const int MaxSecrets = 10;

    // These patterns read each character only a few times, for any text.
    private static readonly Regex Shape = new("nmv_usr_[A-Za-z0-9._~+/=-]*", RegexOptions.CultureInvariant);

    /// <summary>A token of any format in JSON, even if the response is truncated inside it.</summary>
    private static readonly Regex Field = new("""(?<=token\\?"\s*:\s*\\?")[^"\\]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Credentials in a URL: user name and password, or a signature. Also in an escaped URL.</summary>
    private static readonly Regex Address = new(
        """
        (?<=:(?:\\?/){2})(?:[^\s/?\#"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+(?=@)
        |(?<=(?:[?&;\#]|\\u0026|%26|%3f)[\w.-]*(?:sig|signature|credentials?|token|secret|password|passwd|passphrase|pass|pwd|key|code|auth|authorization|jwt|sas|hmac|ticket)(?:=|%3d|\\u003d))(?:[^\s&"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace);

    private readonly object _gate = new();
    private string[] _secrets = [];
    private volatile SecretSearch _search = new([]);

    /// <summary>The end of a sentence with the service's reason, such as <c>: virus found</c>; empty without a reason.</summary>
    public string Quote(string? reason) => reason is null ? "" : $": {Redact(reason).Shorten(MaxReasonCharacters).TrimEnd('.')}";

    /// <summary>Adds secrets of the connection: tokens, client ID, proxy passwords. Only the latest 10 are kept.</summary>
    public void Add(params string[] secrets)
    {
        var added = secrets.Select(SecretSearch.RemoveIgnoredCharacters)
            .Where(static secret => secret.Length >= MinSecretLength).Distinct().ToArray();
        lock (_gate)
        {
            var others = _secrets.Except(added).ToArray();
            _secrets = [.. others.Skip(others.Length + added.Length - MaxSecrets), .. added];
            _search = new SecretSearch(_secrets);
        }
    }

    public string Redact(string text) => RedactUrls(Field.Replace(RedactToken(text), RedactedText.Placeholder));

    /// <summary>Redacts only the secrets of the connection.</summary>
    /// <returns>The same instance if the text contains no secret.</returns>
    public string RedactToken(string text) => RedactToken(text, budget: null);

    private string RedactToken(string text, ReadingBudget? budget) =>
        Shape.Replace(_search.Replace(text, RedactedText.Placeholder, budget), RedactedText.Placeholder);

    public static string RedactUrls(string text) => Address.Replace(text, "(secret)");

    /// <summary>Whether a text contains a secret of the connection in any spelling.</summary>
    public bool IsIn(string text) => IsIn(text, budget: null);

    private bool IsIn(string text, ReadingBudget? budget) => !ReferenceEquals(RedactToken(text, budget), text);

    /// <summary>Whether a URL contains a secret in any format in which it is displayed or its host is requested.</summary>
    /// <remarks>Host names are normalized, so that other letters can become those of a secret.</remarks>
    public bool IsIn(Uri address)
    {
        try
        {
            string[] forms = [address.OriginalString, address.ToString(), address.AbsoluteUri, address.IdnHost, address.Host.Normalize(NormalizationForm.FormKC)];
            return forms.Any(IsIn);
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException or InvalidOperationException)
        {
            // The URL has no host that could be requested.
            return true;
        }
    }

    /// <summary>Redacts secrets in each string, name and number of JSON. Returns the same JSON if there are none.</summary>
    public JsonElement RedactJson(JsonElement json, string text) => RedactJson(json, text, RedactToken(text));

    /// <summary>The same for a caller that has already redacted the token in the text.</summary>
    public JsonElement RedactJson(JsonElement json, string text, string redacted)
    {
        var budget = new ReadingBudget(text.Length);
        return !ReferenceEquals(redacted, text)
            || (text.Contains("\\") && RedactedText.Any(json, one => IsIn(one, budget)))
            ? RedactedText.Rewrite(json, one => RedactToken(one, budget))
            : json;
    }
}
