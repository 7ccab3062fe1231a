namespace NemoVideo.Client.Transport;

/// <summary>Finds a word in a text, by choice whatever its case (ASCII), in time that is linear in the length of the text: Knuth, Morris and Pratt.</summary>
internal sealed class TokenPattern
{
    private readonly string _word;
    private readonly bool _ignoreCase;

    // By how much of the word has matched: how much of it still matches where the next character does not.
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

    /// <summary>Where the word begins in the text, in order.</summary>
    public IEnumerable<int> FindIn(string text)
    {
        var matched = 0;
        for (var place = 0; place < text.Length; place++)
        {
            matched = Advance(matched, Fold(text[place]));
            if (matched == _word.Length)
            {
                matched = _fallback[matched];
                yield return place + 1 - _word.Length;
            }
        }
    }

    private int Advance(int matched, char character)
    {
        while (matched > 0 && _word[matched] != character)
        {
            matched = _fallback[matched];
        }

        return _word[matched] == character ? matched + 1 : 0;
    }

    private char Fold(char character) => _ignoreCase && character is >= 'A' and <= 'Z' ? (char)(character | ' ') : character;
}
