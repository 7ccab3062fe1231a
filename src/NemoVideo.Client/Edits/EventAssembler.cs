using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>A part of a partial event, except a text. The final event repeats it. The client never returns this wrapper.</summary>
internal sealed record PendingEvent(AgentEvent Event) : AgentEvent;

/// <summary>Converts decoded events to stream events: completes texts, and removes duplicates and trailing notices.</summary>
internal sealed class EventAssembler
{
    /// <summary>
    /// The maximum number of pending events. The fingerprint of each new event is compared with all of theirs. Above it, the oldest is
    /// returned.
    /// </summary>
    private const int MaxPending = 100;

    /// <summary>The agent adds it after a normal text. A longer paragraph has other content too (protocol section 5).</summary>
    private const string Notice = "I encountered a temporary issue";
    private const int MaxNoticeLength = 300;

    private readonly TextAssembler _texts = new();

    /// <summary>Parts of partial events that the final event hasn't repeated yet.</summary>
    private readonly List<Part> _pending = [];

    private bool _hasText;
    private bool _hasError;

    /// <summary>The trimmed text that was completed because of an error. If the final event repeats it, it isn't returned again.</summary>
    private string? _textBeforeError;

    public static bool IsNotice(string text) =>
        text.Length <= MaxNoticeLength && text.TrimStart().StartsWith(Notice, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the events that are ready.</summary>
    public IEnumerable<AgentEvent> Add(AgentEvent decoded) => Assemble(decoded).Select(WithoutNotice).OfType<AgentEvent>();

    /// <summary>Returns the remaining events at the end of the stream.</summary>
    public IEnumerable<AgentEvent> Finish() => TakeUnfinished().Select(WithoutNotice).OfType<AgentEvent>();

    /// <summary>Removes a notice at the end of a text. Null if it is the whole text after another one.</summary>
    private AgentEvent? WithoutNotice(AgentEvent current)
    {
        if (current is not TextEvent { IsPartial: false, IsThought: false } text)
        {
            return current;
        }

        var start = text.Text.TrimEnd().LastIndexOf('\n') + 1;
        var rest = text.Text.Substring(0, start).TrimEnd();
        if (!IsNotice(text.Text.Substring(start)) || (rest.Length == 0 && !_hasText))
        {
            _hasText = true;
            return text;
        }

        _hasText |= rest.Length > 0;
        return rest.Length > 0 ? text with { Text = rest } : null;
    }

    /// <summary>Returns the text in pieces and the pending parts, such as before an error.</summary>
    private List<AgentEvent> TakeUnfinished()
    {
        var pending = _pending.Select(static part => part.Event);
        List<AgentEvent> unfinished = _texts.Finish() is { } text ? [text, .. pending] : [.. pending];
        _pending.Clear();
        _textBeforeError = (unfinished.FirstOrDefault() as TextEvent)?.Text.Trim();
        return unfinished;
    }

    private List<AgentEvent> Assemble(AgentEvent decoded)
    {
        switch (decoded)
        {
            // After an error event, a bare error is the same error.
            case ErrorEvent { Code: null } when _hasError:
                return [];
            case ErrorEvent error:
                _hasError = true;
                return [.. TakeUnfinished(), error];
            case TextEvent { IsPartial: false } text when text.Text.Trim() == _textBeforeError:
                _textBeforeError = null;
                return [];
            case TextEvent text:
                return _texts.Observe(text) is { } previous ? [previous, text] : [text];
            case PendingEvent { Event: var pending }:
                var last = new Part(pending);
                _pending.RemoveAll(last.IsSame);
                _pending.Add(last);
                List<AgentEvent> oldest = [.. _pending.Take(_pending.Count - MaxPending).Select(static part => part.Event)];
                _pending.RemoveRange(0, oldest.Count);
                return oldest;
            default:
                if (_pending.Count > 0)
                {
                    _pending.RemoveAll(new Part(decoded).IsSame);
                }

                return [decoded];
        }
    }

    /// <summary>An event with a fingerprint of a call's arguments, so that a comparison takes little time.</summary>
    private sealed record Part(AgentEvent Event)
    {
        private readonly string _fingerprint = Event is ToolCallEvent call ? StateFingerprint.Of([call.Arguments]) : "";

        /// <summary>
        /// Whether two events are the same. IDs of calls differ between partial and final events, so the tool and arguments are compared.
        /// </summary>
        public bool IsSame(Part other) => (Event, other.Event) switch
        {
            (ToolCallEvent a, ToolCallEvent b) =>
                a.Name == b.Name && ((a.Id is not null && a.Id == b.Id) || _fingerprint == other._fingerprint),
            _ => Event.Equals(other.Event),
        };
    }
}
