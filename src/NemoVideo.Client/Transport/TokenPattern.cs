namespace NemoVideo.Client.Transport;

/// <summary>Finds a word in a text, by choice whatever its case (ASCII), in time that is linear in the length of the text: Knuth, Morris and Pratt.</summary>
internal sealed class TokenPattern
{
    private readonly string _word;
    private readonly bool _ignoreCase;

    // By how much of the word has matched: how much of it still matches if the next character doesn't.
    private readonly int[] _fallback;

    public TokenPattern(string word, bool ignoreCase = true)
    {
        _ignoreCase = ignoreCase;
        _word = new string([.. word.Select(Fold)]);
        _fallback = new int[_word.Length + 1];
        var matched = 0;
        for (var place = 1; place < _word.Length; place++)
        {
            matched = Advance(matched, _word[place]);
            _fallback[place + 1] = matched;
        }
    }

    public int Length => _word.Length;

    /// <summary>Whether the word begins with this character.</summary>
    public bool BeginsWith(char character) => _word[0] == Fold(character);

    /// <summary>Whether the word is somewhere in the text.</summary>
    public bool IsIn(string text)
    {
        var matched = 0;
        for (var place = 0; place < text.Length && matched < Length; place++)
        {
            matched = Advance(matched, text[place]);
        }

        return matched == Length;
    }

    /// <summary>How much of the word ends at the next character of a text; its length if that is all of it.</summary>
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
