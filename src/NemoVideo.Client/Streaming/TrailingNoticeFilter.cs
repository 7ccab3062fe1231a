namespace NemoVideo.Client.Streaming;

/// <summary>Drops the "I encountered a temporary issue" that the agent adds after its normal text (protocol section 5).</summary>
/// <remarks>Only the end of the stream shows whether it is the last text, so only such a text is delayed until then.</remarks>
internal sealed class TrailingNoticeFilter
{
    private const string Notice = "I encountered a temporary issue";

    /// <summary>The maximum length of a notice. A longer text has other content too.</summary>
    private const int MaxLength = 300;

    /// <summary>The maximum number of notices that are separated from a text.</summary>
    private const int MaxNotices = 20;

    /// <summary>The maximum number of delayed events, enough for the notices and their pieces.</summary>
    private const int MaxDelayed = 1000;

    private readonly List<AgentEvent> _delayed = [];
    private readonly StringBuilder _pieces = new();
    private bool _hasText;

    public static bool IsNotice(string text) =>
        text.Length <= MaxLength && text.TrimStart().StartsWith(Notice, StringComparison.OrdinalIgnoreCase);

    /// <summary>Processes an event and returns the events that are ready. A heartbeat is returned without the delayed texts.</summary>
    public IReadOnlyList<AgentEvent> Process(AgentEvent current)
    {
        if (current is not TextEvent { IsThought: false } text || !IsCandidate(text) || _delayed.Count >= MaxDelayed)
        {
            return current is HeartbeatEvent || _delayed.Count == 0 ? [current] : [.. Flush(), current];
        }

        _delayed.Add(current);
        return [];
    }

    public IReadOnlyList<AgentEvent> Flush()
    {
        var delayed = _delayed.ToArray();
        _delayed.Clear();
        return delayed;
    }

    /// <summary>Separates the notices at the end of a text, each as its own text.</summary>
    public static IEnumerable<AgentEvent> Split(AgentEvent current)
    {
        if (current is not TextEvent { IsPartial: false, IsThought: false } text)
        {
            return [current];
        }

        // A text can have millions of characters, so it isn't copied for each notice.
        var parts = new Stack<TextEvent>();
        var end = text.Text.Length;
        while (parts.Count < MaxNotices && FindNotice(text.Text, end) is { } start)
        {
            parts.Push(text with { Text = text.Text.Substring(start, end - start) });
            end = TrimEnd(text.Text, start);
        }

        parts.Push(end == text.Text.Length ? text : text with { Text = text.Text.Substring(0, end) });
        return parts;
    }

    /// <summary>Returns the start of a notice that is the last paragraph of a longer text, or null.</summary>
    private static int? FindNotice(string text, int end)
    {
        var start = text.AsSpan(0, end).TrimEnd().LastIndexOf('\n') + 1;
        return end - start <= MaxLength && TrimEnd(text, start) > 0 && IsNotice(text.Substring(start, end - start)) ? start : null;
    }

    private static int TrimEnd(string text, int end) => text.AsSpan(0, end).TrimEnd().Length;

    private bool IsCandidate(TextEvent text)
    {
        if (text.IsPartial)
        {
            _pieces.Append(_pieces.Length <= MaxLength ? text.Text : "");
            return _hasText && _pieces.Length <= MaxLength && CanBecomeNotice(_pieces.ToString().TrimStart());
        }

        _pieces.Clear();
        var isCandidate = _hasText && IsNotice(text.Text);
        _hasText |= !IsNotice(text.Text);
        return isCandidate;
    }

    private static bool CanBecomeNotice(string start) =>
        string.Compare(start, 0, Notice, 0, Math.Min(start.Length, Notice.Length), StringComparison.OrdinalIgnoreCase) == 0;
}
