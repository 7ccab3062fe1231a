namespace NemoVideo.Client.Transport;

/// <summary>
/// Replaces secrets in texts, as they are and with the escapes of JSON and of addresses in any mixture (<see cref="TextReading"/>).
/// The time is linear in the length of the text, whatever the secrets and the text are: both can come from a hostile service.
/// </summary>
internal sealed class SecretSearch
{
    private readonly TokenPattern[] _patterns;
    private readonly int _shortest;

    // By ASCII character: whether a secret or an escape can begin with it. Most characters of most texts can't.
    private readonly bool[] _begins;

    /// <param name="secrets">The secrets, none of them empty.</param>
    public SecretSearch(IEnumerable<string> secrets)
    {
        _patterns = [.. secrets.Select(static secret => new TokenPattern(secret))];
        _shortest = _patterns.Length == 0 ? int.MaxValue : _patterns.Min(static pattern => pattern.Length);
        _begins = [.. Enumerable.Range(0, '~' + 1).Select(code => (char)code is '\\' or '%' || _patterns.Any(pattern => pattern.BeginsWith((char)code)))];
    }

    /// <returns>The text itself if no secret is in it.</returns>
    public string Replace(string text, string mark)
    {
        var ranges = Find(text);
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

    private List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int Start, int End)>();
        if (text.Length < _shortest)
        {
            return found;
        }

        var reading = new TextReading(_patterns, (start, end) => Add(found, start, end));
        for (var place = 0; place < text.Length; place++)
        {
            var character = text[place];
            if (!reading.IsIdle || (character < _begins.Length && _begins[character]))
            {
                reading.Take(character, place, place + 1);
            }
        }

        reading.End();
        return Merge(found);
    }

    /// <summary>Readings find a secret in their own order. They are sorted at the end.</summary>
    private static List<(int Start, int End)> Merge(List<(int Start, int End)> found)
    {
        found.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var (start, end) in found)
        {
            Add(merged, start, end);
        }

        return merged;
    }

    /// <summary>Adds a range. One that overlaps the last one is joined with it: a token of one character repeated is found at each place.</summary>
    private static void Add(List<(int Start, int End)> ranges, int start, int end)
    {
        if (ranges.Count > 0 && ranges[ranges.Count - 1] is var last && start < last.End && last.Start < end)
        {
            ranges[ranges.Count - 1] = (Math.Min(start, last.Start), Math.Max(end, last.End));
        }
        else
        {
            ranges.Add((start, end));
        }
    }
}
