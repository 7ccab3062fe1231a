namespace NemoVideo.Client.Streaming;

/// <summary>
/// Sees to it that each text comes out whole exactly once: the pieces pass as partial events, the whole text follows them
/// from the server, and where the stream ended before it did, or went on to another text, from here.
/// </summary>
internal sealed class TextAssembler
{
    private readonly List<string> _pieces = [];

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
            return null;
        }

        // What the whole does not hold belonged to a text before it. Servers trim a whole, and repeat a piece in the next:
        // neither makes a text of its own.
        var foreign = _pieces.TakeWhile(piece => !text.Text.Contains(piece.Trim())).ToList();
        _pieces.Clear();
        return Join(foreign);
    }

    /// <summary>The text whose pieces came without the whole, or null. Called at the end of the stream.</summary>
    public TextEvent? Finish()
    {
        var text = Join(_pieces);
        _pieces.Clear();
        return text;
    }

    private static TextEvent? Join(List<string> pieces) => pieces.Count == 0 ? null : new TextEvent(string.Concat(pieces));
}
