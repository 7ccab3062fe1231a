namespace NemoVideo.Client.Transport;

/// <summary>Replaces secrets in texts, as they are and with the escapes of JSON and of addresses in any mixture.</summary>
/// <remarks>The time is linear in the length of the text: secrets and text can both come from a hostile service.</remarks>
internal sealed class SecretSearch
{
    private readonly WordAutomaton _words;

    // By ASCII character: whether a secret or an escape can begin with it. Most characters of most texts can't.
    private readonly bool[] _begins = new bool['~' + 1];

    public SecretSearch(IReadOnlyCollection<string> secrets)
    {
        _words = new WordAutomaton(secrets);
        for (var code = '\0'; code < _begins.Length; code++)
        {
            _begins[code] = code is '\\' or '%' || (IsSearchable(code) && _words.Next(0, code) > 0);
        }
    }

    /// <summary>Whether a character can be a part of a secret: visible ASCII, or what is shown as a space.</summary>
    /// <remarks>Other characters between the letters of a token are ignored: some are invisible, or removed before a text is shown.</remarks>
    public static bool IsSearchable(char character) => character is (>= ' ' and <= '~') or '\t' or '\n';

    public static string RemoveIgnoredCharacters(string text) => text.All(IsSearchable) ? text : new string([.. text.Where(IsSearchable)]);

    /// <param name="text">The text.</param>
    /// <param name="mark">Replaces each secret, or the whole text if it has escapes and the budget doesn't suffice.</param>
    /// <param name="budget">The budget of several texts; null for one of this text alone.</param>
    /// <returns>The text itself if no secret is in it.</returns>
    public string Replace(string text, string mark, ReadingBudget? budget = null)
    {
        StringBuilder? result = null;
        var copied = 0;
        foreach (var (start, end) in Find(text, budget ?? new ReadingBudget(text.Length)))
        {
            result = (result ?? new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(mark);
            copied = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private List<(int Start, int End)> Find(string text, ReadingBudget budget)
    {
        var found = new List<(int Start, int End)>();
        if (_words.MaxLength == 0)
        {
            return found;
        }

        var hasEscapes = text.IndexOfAny(['\\', '%']) >= 0;
        var reading = new TextReading(_words, budget, (start, end) => Add(found, start, end));
        for (var index = 0; index < text.Length && !(hasEscapes && budget.IsExhausted); index++)
        {
            var character = text[index];
            if (!reading.IsIdle || (character < _begins.Length && _begins[character]))
            {
                reading.Take(character, index, index + 1);
            }
        }

        reading.End();
        if (hasEscapes && budget.IsExhausted)
        {
            return [(0, text.Length)];
        }

        // Readings find a secret in their own order.
        found.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var (start, end) in found)
        {
            Add(merged, start, end);
        }

        return merged;
    }

    /// <summary>Adds a range, joined with the last one if they overlap: one repeated character is found at each place.</summary>
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

/// <summary>Finds words in a text without regard to ASCII case, in one pass: Aho and Corasick.</summary>
internal sealed class WordAutomaton
{
    // Tab, line feed and visible ASCII.
    private const int CharacterCount = 2 + '~' - ' ' + 1;

    private readonly List<int[]> _next = [new int[CharacterCount]];
    private readonly List<int> _depth = [0];
    private readonly List<int> _found = [0];

    /// <param name="words">The words, of searchable characters and none of them empty.</param>
    public WordAutomaton(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            Add(word);
            MaxLength = Math.Max(MaxLength, word.Length);
        }

        AddFallbacks();
    }

    public int MaxLength { get; }

    /// <summary>The state after another character. The first state is 0.</summary>
    public int Next(int state, char character) => _next[state][CodeOf(character)];

    /// <summary>How many of the last characters can be the beginning of a word.</summary>
    public int DepthOf(int state) => _depth[state];

    /// <summary>The length of the longest word that ends at the last character; 0 if none does.</summary>
    public int FoundAt(int state) => _found[state];

    private static int CodeOf(char character) =>
        character < ' ' ? character - '\t' : character is >= 'A' and <= 'Z' ? character - 'A' + CodeOf('a') : character - ' ' + 2;

    private void Add(string word)
    {
        var state = 0;
        foreach (var character in word)
        {
            var code = CodeOf(character);
            if (_next[state][code] == 0)
            {
                _next[state][code] = _next.Count;
                _next.Add(new int[CharacterCount]);
                _depth.Add(_depth[state] + 1);
                _found.Add(0);
            }

            state = _next[state][code];
        }

        _found[state] = word.Length;
    }

    /// <summary>If no word continues, the state is that of the longest end of the text that begins a word.</summary>
    private void AddFallbacks()
    {
        var fallbacks = new int[_next.Count];
        var states = new List<int>(_next.Count) { 0 };
        for (var index = 0; index < states.Count; index++)
        {
            var state = states[index];
            var fallback = fallbacks[state];
            _found[state] = Math.Max(_found[state], _found[fallback]);
            for (var code = 0; code < CharacterCount; code++)
            {
                var following = state == 0 ? 0 : _next[fallback][code];
                if (_next[state][code] is > 0 and var child)
                {
                    fallbacks[child] = following;
                    states.Add(child);
                }
                else
                {
                    _next[state][code] = following;
                }
            }
        }
    }
}
