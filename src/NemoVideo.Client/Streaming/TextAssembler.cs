using System.Text;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// Sees to it that each text comes out whole exactly once: the pieces pass as partial events, the whole text follows them
/// from the server, and where the stream ended before it did, from here.
/// </summary>
internal sealed class TextAssembler
{
    private readonly StringBuilder _pieces = new();

    public void Observe(TextEvent text)
    {
        if (text.IsThought)
        {
            return;
        }

        if (text.IsPartial)
        {
            _pieces.Append(text.Text);
        }
        else
        {
            _pieces.Clear();
        }
    }

    /// <summary>The text whose pieces came without the whole, or null. Called at the end of the stream.</summary>
    public TextEvent? Finish()
    {
        if (_pieces.Length == 0)
        {
            return null;
        }

        var text = new TextEvent(_pieces.ToString());
        _pieces.Clear();
        return text;
    }
}
