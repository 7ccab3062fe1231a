using System.Text.RegularExpressions;

namespace NemoVideo.Client.Http;

/// <summary>
/// Takes secrets out of what the service says before it goes into an exception: a service, or something on the way to it, may
/// repeat what it was sent.
/// </summary>
/// <param name="current">The token in force, whose shape the user's own need not keep to; null where there is none.</param>
internal sealed class Redaction(Func<string?> current)
{
    private const string Mark = "(token)";
    private const int ShortestToken = 8;

    private static readonly Regex Shape = new("nmv_usr_[A-Za-z0-9._~+/=-]*", RegexOptions.CultureInvariant);

    /// <summary>A token in JSON whatever its shape, also where the answer is torn in its middle.</summary>
    private static readonly Regex Field = new("""(?<=token\\?"\s*:\s*\\?")[^"\\]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>What an address is opened with: a user's name and password, a signature.</summary>
    private static readonly Regex Address = new(
        """(?<=://)[^\s/@"'<>]+(?=@)|(?<=[?&][\w.-]*(?:signature|credential|token|secret|password|key)=)[^\s&"'<>\\]+""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // With its token: made once for each, since every line of the journal is looked through.
    private Tuple<string, Regex>? _forms;

    public string Of(string text) => OfAddresses(Field.Replace(OfToken(text), Mark));

    /// <summary>Takes out the token alone, for what is to stay as it came otherwise.</summary>
    public string OfToken(string text)
    {
        // A very short "token" would be found in every other word.
        var known = current() is { Length: >= ShortestToken } token ? FormsOf(token).Replace(text, Mark) : text;
        return Shape.Replace(known, Mark);
    }

    public static string OfAddresses(string text) => Address.Replace(text, "(secret)");

    private Regex FormsOf(string token)
    {
        var forms = _forms;
        if (forms?.Item1 != token)
        {
            _forms = forms = Tuple.Create(token, AnyFormOf(token));
        }

        return forms.Item2;
    }

    /// <summary>As it is, and as JSON and an address would write it.</summary>
    private static Regex AnyFormOf(string token) => new(
        string.Concat(token.Select(static one => FormattableString.Invariant(
            $@"(?:\\?{Regex.Escape(one.ToString())}|\\u{(int)one:x4}|%{(int)one:x2})"))),
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
