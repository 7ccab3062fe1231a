namespace NemoVideo.Client.Streaming;

/// <summary>Returns each complete text once. Pieces are returned as partial events, and are joined if no complete text follows.</summary>
internal sealed class TextAssembler
{
    private const int ShortPiece = 256;

    /// <summary>The maximum length of a text. Pieces after it belong to another text.</summary>
    private const int MaxPieces = 50_000;
    private const int MaxCharacters = 4 * 1024 * 1024;

    /// <summary>Limits the search for pieces in the complete text.</summary>
    private const long MaxCompared = 100_000_000;

    private readonly List<string> _pieces = [];
    private int _characters;

    /// <summary>Adds a text. Returns the previous text if it was never completed; otherwise, null.</summary>
    public TextEvent? Observe(TextEvent text)
    {
        if (text.IsThought)
        {
            return null;
        }

        if (text.IsPartial)
        {
            _pieces.Add(text.Text);
            _characters += text.Text.Length;
            return _pieces.Count < MaxPieces && _characters < MaxCharacters ? null : Finish();
        }

        // Pieces that the complete text doesn't contain belong to a previous text. Servers trim a complete text, and repeat a
        // piece in the next one. In both cases, it is the same text.
        var compared = 0L;
        var previous = _pieces.TakeWhile(piece => (compared += text.Text.Length) < MaxCompared && !Contains(text.Text, piece.Trim())).ToList();
        return Join(previous);
    }

    /// <summary>Returns the text whose pieces were never completed, or null. Called at the end of the stream.</summary>
    public TextEvent? Finish() => Join(_pieces);

    /// <summary>Takes linear time (Knuth, Morris and Pratt), because a hostile service can send both texts. Most pieces are short.</summary>
    private static bool Contains(string whole, string piece)
    {
        if (piece.Length <= ShortPiece)
        {
            return whole.Contains(piece);
        }

        // By matched length: the longest shorter beginning of the piece that ends there too.
        var fallbacks = new int[piece.Length + 1];
        for (var (end, matched) = (1, 0); end < piece.Length; end++)
        {
            matched = Advance(matched, piece[end]);
            fallbacks[end + 1] = matched;
        }

        var found = 0;
        for (var end = 0; end < whole.Length && found < piece.Length; end++)
        {
            found = Advance(found, whole[end]);
        }

        return found == piece.Length;

        int Advance(int matched, char character)
        {
            while (matched > 0 && piece[matched] != character)
            {
                matched = fallbacks[matched];
            }

            return piece[matched] == character ? matched + 1 : 0;
        }
    }

    private TextEvent? Join(List<string> pieces)
    {
        var text = pieces.Count == 0 ? null : new TextEvent(string.Concat(pieces));
        _pieces.Clear();
        _characters = 0;
        return text;
    }
}
