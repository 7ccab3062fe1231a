using System.Text;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Replaces one token in texts: as it is, and as JSON and addresses write it, in any mixture and at any depth. The time is
/// linear in the length of the text, whatever the token and the text are: both can come from a hostile service.
/// </summary>
internal sealed class TokenSearch
{
    private readonly TokenPattern _plain;
    private readonly TokenPattern? _unescaped;

    /// <param name="token">The token.</param>
    /// <param name="shortest">A word that is shorter than this would be found in texts that have nothing to do with it.</param>
    public TokenSearch(string token, int shortest)
    {
        Token = token;
        _plain = new TokenPattern(token);
        var unescaped = UnescapedText.Of(token).Text;
        _unescaped = unescaped.Length >= shortest ? new TokenPattern(unescaped) : null;
    }

    public string Token { get; }

    /// <returns>The text itself where the token is not in it.</returns>
    public string Replace(string text, string mark)
    {
        var ranges = Merge(Merge(FindPlain(text)).Concat(Merge(FindUnescaped(text))).OrderBy(static range => range.Start)).ToList();
        if (ranges.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var end = 0;
        foreach (var range in ranges)
        {
            result.Append(text, end, range.Start - end).Append(mark);
            end = range.End;
        }

        return result.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>Ranges that come in order, those that overlap as one: a token of one character repeated is found at each place.</summary>
    private static IEnumerable<(int Start, int End)> Merge(IEnumerable<(int Start, int End)> ranges)
    {
        (int Start, int End)? open = null;
        foreach (var range in ranges)
        {
            if (open is { } last && range.Start < last.End)
            {
                open = (last.Start, Math.Max(last.End, range.End));
                continue;
            }

            if (open is { } whole)
            {
                yield return whole;
            }

            open = range;
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }

    private IEnumerable<(int Start, int End)> FindPlain(string text) =>
        _plain.FindIn(text).Select(start => (start, start + _plain.Length));

    private IEnumerable<(int Start, int End)> FindUnescaped(string text)
    {
        if (_unescaped is null || !UnescapedText.HasEscape(text))
        {
            return [];
        }

        var unescaped = UnescapedText.Of(text);
        return _unescaped.FindIn(unescaped.Text).Select(start => (unescaped.StartOf(start), unescaped.StartOf(start + _unescaped.Length)));
    }
}
