namespace NemoVideo.Client.Edits;

/// <summary>Returns each complete text once. Pieces are returned as partial events, and are joined if no complete text follows.</summary>
internal sealed class TextAssembler
{
    private readonly List<string> _pieces = [];

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
            return null;
        }

        // Pieces that the complete text doesn't contain belong to a previous text. Servers trim a complete text, and repeat a
        // piece in the next one. In both cases, it is the same text.
        return Join([.. _pieces.TakeWhile(piece => !text.Text.Contains(piece.Trim()))]);
    }

    /// <summary>Returns the text whose pieces were never completed, or null. Called at the end of the stream.</summary>
    public TextEvent? Finish() => Join(_pieces);

    private TextEvent? Join(List<string> pieces)
    {
        var text = pieces.Count == 0 ? null : new TextEvent(string.Concat(pieces));
        _pieces.Clear();
        return text;
    }
}
