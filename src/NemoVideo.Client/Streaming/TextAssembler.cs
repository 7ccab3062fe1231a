using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// Sees to it that each text comes out whole exactly once: the pieces pass as partial events, the whole text follows them
/// from the server, and where the stream ended before it did, or went on to another text, from here.
/// </summary>
internal sealed class TextAssembler
{
    // No text is as long: what goes on behind that is another one.
    private const int ShortPiece = 256;
    private const int MostPieces = 50_000;
    private const int MostCharacters = 4 * 1024 * 1024;

    // Each piece is looked for in the whole.
    private const long MostCompared = 2_000_000_000;

    private readonly List<string> _pieces = [];
    private int _characters;

    /// <summary>Takes the next text; gives the text before it whose whole never came, or null.</summary>
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
            return _pieces.Count < MostPieces && _characters < MostCharacters ? null : Finish();
        }

        // What the whole does not hold belonged to a text before it. Servers trim a whole, and repeat a piece in the next:
        // neither makes a text of its own.
        var compared = 0L;
        var foreign = _pieces.TakeWhile(piece => (compared += text.Text.Length) < MostCompared && !Holds(text.Text, piece.Trim())).ToList();
        Clear();
        return Join(foreign);
    }

    /// <summary>The text whose pieces came without the whole, or null. Called at the end of the stream.</summary>
    public TextEvent? Finish()
    {
        var text = Join(_pieces);
        Clear();
        return text;
    }

    /// <summary>In linear time: both texts can come from a hostile service. Most pieces are short, and found at once.</summary>
    private static bool Holds(string whole, string piece) => piece.Length <= ShortPiece
        ? whole.Contains(piece)
        : new TokenPattern(piece, ignoreCase: false).IsIn(whole);

    private void Clear()
    {
        _pieces.Clear();
        _characters = 0;
    }

    private static TextEvent? Join(List<string> pieces) => pieces.Count == 0 ? null : new TextEvent(string.Concat(pieces));
}
