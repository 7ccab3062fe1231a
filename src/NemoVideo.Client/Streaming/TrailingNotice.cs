using System.Text;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// Drops the "I encountered a temporary issue" that the agent adds after its normal answers (protocol section 5). Whether it
/// is the last word only the end of the stream tells, so that text, and nothing else, is held back until then.
/// </summary>
internal sealed class TrailingNotice
{
    private const string Notice = "I encountered a temporary issue";

    /// <summary>A notice that goes on for longer than this has something to say.</summary>
    private const int LongestNotice = 300;

    /// <summary>A text may consist of nothing else: what is said more often is no notice at the end.</summary>
    private const int MostNotices = 20;

    /// <summary>Enough for such notices whole and in pieces.</summary>
    private const int MostHeld = 1000;

    private readonly List<AgentEvent> _held = [];
    private readonly StringBuilder _pieces = new();
    private bool _hasAnswer;

    public static bool IsNotice(string text) =>
        text.Length <= LongestNotice && Begin(text).StartsWith(Notice, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the next event and gives those that can go out now. A heartbeat is no word of the agent.</summary>
    public IEnumerable<AgentEvent> Pass(AgentEvent current)
    {
        if (current is HeartbeatEvent)
        {
            return [current];
        }

        return current is TextEvent { IsPartial: false, IsThought: false } whole
            ? [.. Split(whole).SelectMany(PassWhole)]
            : PassWhole(current);
    }

    /// <summary>A text, and the notices that it ends in, each as a text of its own.</summary>
    private static Stack<TextEvent> Split(TextEvent whole)
    {
        var parts = new Stack<TextEvent>();
        while (parts.Count < MostNotices && FindNotice(whole.Text) is { } start)
        {
            parts.Push(whole with { Text = whole.Text.Substring(start) });
            whole = whole with { Text = whole.Text.Substring(0, start).TrimEnd() };
        }

        parts.Push(whole);
        return parts;
    }

    private IEnumerable<AgentEvent> PassWhole(AgentEvent current)
    {
        if (IsCandidate(current) && _held.Count < MostHeld)
        {
            _held.Add(current);
            return [];
        }

        return [.. Release(), current];
    }

    /// <summary>What was held back although the stream did not end there.</summary>
    public IReadOnlyList<AgentEvent> Release()
    {
        var held = _held.ToArray();
        _held.Clear();
        return held;
    }

    /// <summary>Where a text ends in a notice that is a paragraph of its own, behind something else; null where it does not.</summary>
    private static int? FindNotice(string text)
    {
        var start = text.TrimEnd().LastIndexOf('\n') + 1;
        return start > 0 && text.Substring(0, start).Trim().Length > 0 && IsNotice(text.Substring(start)) ? start : null;
    }

    private bool IsCandidate(AgentEvent current)
    {
        if (current is not TextEvent { IsThought: false } text)
        {
            return false;
        }

        if (text.IsPartial)
        {
            if (_pieces.Length <= LongestNotice)
            {
                _pieces.Append(text.Text);
            }

            return _hasAnswer && _pieces.Length <= LongestNotice && CanBecomeNotice(_pieces.ToString());
        }

        _pieces.Clear();
        if (IsNotice(text.Text))
        {
            return _hasAnswer;
        }

        _hasAnswer = true;
        return false;
    }

    private static bool CanBecomeNotice(string pieces)
    {
        var begin = Begin(pieces);
        return begin.Length < Notice.Length
            ? Notice.StartsWith(begin, StringComparison.OrdinalIgnoreCase)
            : begin.StartsWith(Notice, StringComparison.OrdinalIgnoreCase);
    }

    private static string Begin(string text) => text.TrimStart();
}
