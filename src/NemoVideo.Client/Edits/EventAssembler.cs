namespace NemoVideo.Client.Edits;

/// <summary>Converts decoded events to stream events: completes texts, and removes duplicates and the notice after a normal text.</summary>
internal sealed class EventAssembler
{
    /// <summary>What the agent adds to a normal text (protocol section 5). A longer paragraph has other content too.</summary>
    private const string Notice = "I encountered a temporary issue";
    private const int MaxNoticeLength = 300;

    private readonly TextAssembler _texts = new();

    /// <summary>Parts of partial events that the final event hasn't repeated yet.</summary>
    private readonly List<AgentEvent> _pending = [];

    private bool _hasText;
    private bool _hasError;

    /// <summary>Returns the events that are ready.</summary>
    public IEnumerable<AgentEvent> Add(AgentEvent decoded) => Assemble(decoded).Select(WithoutNotice).OfType<AgentEvent>();

    /// <summary>Returns the remaining events at the end of the stream: the text in pieces and the pending parts.</summary>
    public IEnumerable<AgentEvent> Finish()
    {
        List<AgentEvent> unfinished = _texts.Finish() is { } text ? [text, .. _pending] : [.. _pending];
        _pending.Clear();
        return unfinished.Select(WithoutNotice).OfType<AgentEvent>();
    }

    /// <summary>Null if the notice is the whole text after another one.</summary>
    private AgentEvent? WithoutNotice(AgentEvent current)
    {
        if (current is not TextEvent { IsPartial: false, IsThought: false } text)
        {
            return current;
        }

        var start = text.Text.LastIndexOf(Notice, StringComparison.OrdinalIgnoreCase);
        var isNotice = start >= 0 && text.Text.Length - start <= MaxNoticeLength && text.Text.TrimEnd().IndexOf('\n', start) < 0
            && text.Text.Substring(0, start).TrimEnd(' ') is var lead && (lead.Length == 0 || "\n.!?".Contains(lead[lead.Length - 1]));
        var rest = isNotice ? text.Text.Substring(0, start).TrimEnd() : text.Text;
        var isWhole = rest.Length == 0 && !_hasText;
        _hasText |= rest.Length > 0;
        return !isNotice || isWhole ? text : rest.Length > 0 ? text with { Text = rest } : null;
    }

    private IEnumerable<AgentEvent> Assemble(AgentEvent decoded)
    {
        switch (decoded)
        {
            // After an error event, a bare error is the same error.
            case ErrorEvent { Code: null } when _hasError:
                return [];
            case ErrorEvent error:
                _hasError |= !error.IsEmptyResponse;
                return [.. Finish(), error];
            case TextEvent text:
                return _texts.Observe(text) is { } previous ? [previous, text] : [text];
            case PendingEvent { Event: var pending }:
                Forget(pending);
                _pending.Add(pending);
                return [];
            default:
                if (_pending.Count > 0)
                {
                    Forget(decoded);
                }

                return [decoded];
        }
    }

    /// <summary>Removes the parts that an event repeats. The IDs and arguments of partial and final calls differ.</summary>
    private void Forget(AgentEvent repeated) => _pending.RemoveAll(
        one => one is ToolCallEvent a && repeated is ToolCallEvent b ? a.Name == b.Name : one.Equals(repeated));
}

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

        // Pieces that the complete text doesn't begin with belong to a previous text. Servers trim a complete text, and repeat a piece
        // in the next one.
        var whole = text.Text.TrimStart();
        return Join([.. _pieces.TakeWhile(piece => !whole.StartsWith(piece.Trim(), StringComparison.Ordinal))]);
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
