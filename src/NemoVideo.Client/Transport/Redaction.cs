using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Replaces secrets in what the service sends: it, or something on the way to it, may repeat what it was sent.</summary>
internal sealed class Redaction
{
    // A very short word would be found in every other text.
    private const int MinSecretLength = 8;

    // Each one costs time for each text. The service grants one free token in seven days.
    private const int MaxSecrets = 10;

    // None of these patterns needs more than a few looks at each character, whatever the text is.
    private static readonly Regex Shape = new("nmv_usr_[A-Za-z0-9._~+/=-]*", RegexOptions.CultureInvariant);

    /// <summary>A token in JSON whatever its shape, also if the response is truncated in the middle of it.</summary>
    private static readonly Regex Field = new("""(?<=token\\?"\s*:\s*\\?")[^"\\]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>What opens an address: a user's name and password, a signature. Also in an escaped address.</summary>
    private static readonly Regex Address = new(
        """
        (?<=:(?:\\?/){2})(?:[^\s/?\#"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+(?=@)
        |(?<=(?:[?&;\#]|\\u0026|%26|%3f)[\w.-]*(?:sig|signature|credentials?|token|secret|password|passwd|passphrase|pass|pwd|key|code|auth|authorization|jwt|sas|hmac|ticket)(?:=|%3d|\\u003d))(?:[^\s&"'<>]|'(?![\s"'<>.,;:!?)\]}]|$))+
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace);

    private readonly object _gate = new();
    private string[] _secrets = [];
    private volatile SecretSearch _search = new([]);

    /// <summary>Adds secrets of the connection: tokens, client ID, proxy passwords. Of more than 10, the oldest are dropped.</summary>
    public void Add(params string[] secrets)
    {
        var added = secrets.Select(SecretSearch.RemoveIgnoredCharacters).Where(static secret => secret.Length >= MinSecretLength).Distinct().ToArray();
        lock (_gate)
        {
            var others = _secrets.Except(added).ToArray();
            _secrets = [.. others.Skip(others.Length + added.Length - MaxSecrets), .. added];
            _search = new SecretSearch(_secrets);
        }
    }

    public string Redact(string text) => RedactUrls(Field.Replace(RedactToken(text), RedactedText.Placeholder));

    /// <summary>Replaces the secrets of the connection alone and leaves everything else as it came.</summary>
    /// <returns>The text itself if there is none in it.</returns>
    public string RedactToken(string text) => Shape.Replace(_search.Replace(text, RedactedText.Placeholder), RedactedText.Placeholder);

    public static string RedactUrls(string text) => Address.Replace(text, "(secret)");

    /// <summary>Whether a text holds a secret of the connection in any spelling.</summary>
    public bool IsIn(string text) => !ReferenceEquals(RedactToken(text), text);

    /// <summary>Whether an address contains a secret in any form in which it is shown or its host is requested.</summary>
    /// <remarks>The name of a host is normalized, so that other letters can become those of a secret.</remarks>
    public bool IsIn(Uri address)
    {
        try
        {
            string[] forms = [address.OriginalString, address.ToString(), address.AbsoluteUri, address.IdnHost, address.Host.Normalize(NormalizationForm.FormKC)];
            return forms.Any(IsIn);
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException or InvalidOperationException)
        {
            // It has no host that could be requested.
            return true;
        }
    }

    /// <summary>JSON with the secrets replaced in each of its texts, names and numbers; the same JSON if there is none.</summary>
    public JsonElement RedactJson(JsonElement json, string text) =>
        IsIn(text) || (text.Contains("\\") && RedactedText.Any(json, IsIn)) ? RedactedText.Rewrite(json, RedactToken) : json;
}
