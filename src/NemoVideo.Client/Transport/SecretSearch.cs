namespace NemoVideo.Client.Transport;

/// <summary>Replaces secrets in texts, unescaped or with any combination of JSON and URL escapes.</summary>
/// <remarks>The time is linear in the length of the text, because secrets and text can both come from a hostile service.</remarks>
internal sealed class SecretSearch
{
    // Triple-nested JSON needs 4. A text that needs more is probably an attack, and is replaced as a whole.
    private const int MaxReadingsPerCharacter = 6;
    private const int MinBudget = 10_000;

    private readonly TokenPattern[] _patterns;
    private readonly int _shortest;

    // For each ASCII character, whether a secret or an escape can begin with it. For most characters, this is false.
    private readonly bool[] _begins;

    public SecretSearch(IEnumerable<string> secrets)
    {
        _patterns = [.. secrets.Select(static secret => new TokenPattern(secret))];
        _shortest = _patterns.Length == 0 ? int.MaxValue : _patterns.Min(static pattern => pattern.Length);
        _begins = [.. Enumerable.Range(0, '~' + 1).Select(code => (char)code is '\\' or '%' || _patterns.Any(pattern => pattern.BeginsWith((char)code)))];
    }

    /// <summary>Whether a character can be part of a secret: visible ASCII, or a character that is displayed as a space.</summary>
    /// <remarks>Other characters are ignored, because they can be invisible or removed before a text is displayed.</remarks>
    public static bool IsSearchable(char character) => character is (>= ' ' and <= '~') or '\t' or '\n';

    public static string RemoveIgnoredCharacters(string text) => text.All(IsSearchable) ? text : new string([.. text.Where(IsSearchable)]);

    /// <returns>The same instance if the text contains no secret.</returns>
    public string Replace(string text, string placeholder)
    {
        StringBuilder? result = null;
        var copied = 0;
        foreach (var (start, end) in Find(text))
        {
            result = (result ?? new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(placeholder);
            copied = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int Start, int End)>();
        if (text.Length < _shortest)
        {
            return found;
        }

        var budget = new ReadingBudget((MaxReadingsPerCharacter * (long)text.Length) + MinBudget);
        var reading = new TextReading(_patterns, budget, (start, end) => Add(found, start, end));
        for (var index = 0; index < text.Length && !budget.IsExhausted; index++)
        {
            var character = text[index];
            if (!reading.IsIdle || (character < _begins.Length && _begins[character]))
            {
                reading.Take(character, index, index + 1);
            }
        }

        reading.End();
        if (budget.IsExhausted)
        {
            return [(0, text.Length)];
        }

        // The readings don't find secrets in text order.
        found.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var (start, end) in found)
        {
            Add(merged, start, end);
        }

        return merged;
    }

    /// <summary>
    /// Adds a range, or merges it with the last one if they overlap. A secret of one repeated character is found at each index.
    /// </summary>
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

/// <summary>Finds a word in a text in linear time (Knuth-Morris-Pratt), optionally ignoring ASCII case.</summary>
internal sealed class TokenPattern
{
    private readonly string _word;
    private readonly bool _ignoreCase;

    // For each number of matched characters, how many still match if the next character doesn't.
    private readonly int[] _fallback;

    public TokenPattern(string word, bool ignoreCase = true)
    {
        _ignoreCase = ignoreCase;
        _word = new string([.. word.Select(Fold)]);
        _fallback = new int[_word.Length + 1];
        var matched = 0;
        for (var index = 1; index < _word.Length; index++)
        {
            matched = Advance(matched, _word[index]);
            _fallback[index + 1] = matched;
        }
    }

    public int Length => _word.Length;

    public bool BeginsWith(char character) => _word[0] == Fold(character);

    public bool IsIn(string text)
    {
        var matched = 0;
        for (var index = 0; index < text.Length && matched < Length; index++)
        {
            matched = Advance(matched, text[index]);
        }

        return matched == Length;
    }

    /// <summary>
    /// Returns how many characters of the word match up to the next character of a text. The word's length is a complete match.
    /// </summary>
    public int Advance(int matched, char character)
    {
        character = Fold(character);
        matched = matched == _word.Length ? _fallback[matched] : matched;
        while (matched > 0 && _word[matched] != character)
        {
            matched = _fallback[matched];
        }

        return _word[matched] == character ? matched + 1 : 0;
    }

    private char Fold(char character) => _ignoreCase && character is >= 'A' and <= 'Z' ? (char)(character | ' ') : character;
}
