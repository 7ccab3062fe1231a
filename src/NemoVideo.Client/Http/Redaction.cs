using System.Text.RegularExpressions;

namespace NemoVideo.Client.Http;

/// <summary>
/// Takes tokens out of what the service says before it goes into an exception: a service, or something on the way to it, may
/// repeat what it was sent.
/// </summary>
/// <param name="current">The token in force, whose shape the user's own need not keep to; null where there is none.</param>
internal sealed class Redaction(Func<string?> current)
{
    private const string Mark = "(token)";
    private const int ShortestToken = 8;

    private static readonly Regex Shape = new("nmv_usr_[A-Za-z0-9._~+/=-]*", RegexOptions.CultureInvariant);

    public string Of(string text)
    {
        // A very short "token" would be found in every other word.
        var known = current() is { Length: >= ShortestToken } token ? text.Replace(token, Mark) : text;
        return Shape.Replace(known, Mark);
    }
}
