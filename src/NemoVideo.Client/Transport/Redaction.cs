using System.Text.Json;
using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Replaces secrets in what the service sends before anyone sees it: a service, or something on the way to it, may repeat what it
/// was sent.
/// </summary>
/// <param name="current">The token in force, which needn't have the usual shape if it is the user's own; null if there is none.</param>
internal sealed class Redaction(Func<string?> current)
{
    private const int ShortestToken = 8;

    // None of these patterns needs more than a few looks at each character, whatever the text is.
    private static readonly Regex Shape = new("nmv_usr_[A-Za-z0-9._~+/=-]*", RegexOptions.CultureInvariant);

    /// <summary>A token in JSON whatever its shape, also if the response is truncated in the middle of it.</summary>
    private static readonly Regex Field = new("""(?<=token\\?"\s*:\s*\\?")[^"\\]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>What opens an address: a user's name and password, a signature. Also in an address that JSON or another address has escaped.</summary>
    private static readonly Regex Address = new(
        """
        (?<=:(?:\\?/){2})[^\s/?\#"'<>]+(?=@)
        |(?<=(?:[?&;\#]|\\u0026|%26|%3f)[\w.-]*(?:sig|signature|credentials?|token|secret|password|passwd|passphrase|pass|pwd|key|code|auth|authorization|jwt|sas|hmac|ticket)(?:=|%3d|\\u003d))[^\s&"'<>]+
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace);

    // For its token: created once for each, since every line of the journal and every event is searched.
    private TokenSearch? _search;

    public string Of(string text) => OfAddresses(Field.Replace(OfToken(text), RedactedText.Mark));

    /// <summary>Replaces the token alone and leaves everything else as it came.</summary>
    /// <returns>The text itself if there is no token in it.</returns>
    public string OfToken(string text)
    {
        // A very short "token" would be found in every other word.
        var known = current() is { Length: >= ShortestToken } token ? SearchFor(token).Replace(text, RedactedText.Mark) : text;
        return Shape.Replace(known, RedactedText.Mark);
    }

    public static string OfAddresses(string text) => Address.Replace(text, "(secret)");

    /// <summary>Whether a text holds the token in any spelling.</summary>
    public bool IsIn(string text) => !ReferenceEquals(OfToken(text), text);

    /// <summary>JSON with the token replaced in each of its texts, names and numbers; the same JSON if it isn't there.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="text">The text that it was read from.</param>
    public JsonElement OfJson(JsonElement json, string text) =>
        IsIn(text) || (UnescapedText.HasEscape(text) && RedactedText.Any(json, IsIn)) ? RedactedText.Rewrite(json, OfToken) : json;

    private TokenSearch SearchFor(string token)
    {
        var search = _search;
        if (search?.Token != token)
        {
            _search = search = new TokenSearch(token, ShortestToken);
        }

        return search!;
    }
}
