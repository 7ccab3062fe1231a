using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Streaming;

/// <summary>A part of a partial event, except a text. The final event repeats it. The client never returns this wrapper.</summary>
internal sealed record PendingEvent(AgentEvent Event) : AgentEvent;

/// <summary>Converts decoded events to stream events: completes texts, and removes duplicates and trailing notices.</summary>
internal sealed class EventAssembler(Action countEvent)
{
    /// <summary>
    /// The maximum number of pending events. The fingerprint of each new event is compared with all of theirs. Above it, the oldest is
    /// returned.
    /// </summary>
    private const int MaxPending = 100;

    private readonly TextAssembler _texts = new();
    private readonly ErrorDeduplicator _errors = new();
    private readonly TrailingNoticeFilter _notices = new();

    /// <summary>Parts of partial events that the final event hasn't repeated yet.</summary>
    private readonly List<Part> _pending = [];

    /// <summary>The trimmed text that was completed because of an error. If the final event repeats it, it isn't returned again.</summary>
    private string? _textBeforeError;

    /// <summary>Returns the events that are ready. If the decoded event becomes several, each one after the first is counted.</summary>
    public IEnumerable<AgentEvent> Add(AgentEvent decoded) => decoded is ToolCallEvent or ToolResultEvent && _pending.Count == 0
        ? _notices.Process(decoded)
        : Assemble(decoded).SelectMany(TrailingNoticeFilter.Split).SelectMany((part, index) =>
        {
            if (index > 0)
            {
                countEvent();
            }

            return _notices.Process(part);
        });

    /// <summary>Returns the remaining events at the end of the stream.</summary>
    /// <param name="isBroken">Whether the stream was interrupted. If so, a notice may not have been the last text.</param>
    public IEnumerable<AgentEvent> Finish(bool isBroken)
    {
        return [.. TakeUnfinished().SelectMany(TrailingNoticeFilter.Split).SelectMany(_notices.Process), .. isBroken ? _notices.Flush() : []];
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
            case ErrorEvent error:
                return _errors.IsNew(error) ? [.. TakeUnfinished(), error] : [];
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
            case ToolCallEvent or UnknownEvent when _pending.Count > 0:
                _pending.RemoveAll(new Part(decoded).IsSame);
                return [decoded];
            default:
                return [decoded];
        }
    }

    /// <summary>A call or an unknown event with a fingerprint of its content, so that a comparison takes little time.</summary>
    private sealed record Part(AgentEvent Event)
    {
        private readonly string _fingerprint = Event is ToolCallEvent call ? StateFingerprint.Of([call.Arguments]) : "";

        /// <summary>
        /// Whether two calls are the same. IDs differ between partial and final events, so the tool and arguments are compared.
        /// </summary>
        public bool IsSame(Part other) => (Event, other.Event) switch
        {
            (ToolCallEvent a, ToolCallEvent b) =>
                a.Name == b.Name && ((a.Id is not null && a.Id == b.Id) || _fingerprint == other._fingerprint),
            (UnknownEvent a, UnknownEvent b) => a.Raw == b.Raw,
            _ => false,
        };
    }
}

/// <summary>
/// Finds duplicate errors. A server sends an error as an event with a code, and as a frame without one (<c>{"error":"…"}</c>).
/// </summary>
internal sealed class ErrorDeduplicator
{
    private const string NoMessage = "The service reported an error without a message.";

    /// <summary>Errors above these limits are always reported.</summary>
    private const int MaxCount = 100;
    private const int MaxLength = 10_000;

    private readonly List<ErrorEvent> _reported = [];

    /// <summary>Returns the message for an error without one.</summary>
    public static string MessageFor(string? code) => code is null ? NoMessage : $"The service reported error {code} without a message.";

    public bool IsNew(ErrorEvent error)
    {
        var isComparable = error.Message.Length <= MaxLength;
        var isNew = !isComparable || !_reported.Exists(earlier => IsSame(earlier, error));
        if (isNew && isComparable && _reported.Count < MaxCount)
        {
            _reported.Add(error);
        }

        return isNew;
    }

    // A code of the service decides what the user must do, so an error that has one isn't dropped.
    private static bool IsSame(ErrorEvent one, ErrorEvent other) =>
        one == other
        || (one.Code is null && other.Code is not null && ServiceCodes.ReadOfService(other.Code) is null && IsDuplicate(other, one))
        || (other.Code is null && one.Code is not null && (other.Message == NoMessage || IsDuplicate(one, other)));

    /// <summary>
    /// Whether two errors are duplicates. The one without a code has the code before its message, or only the first line.
    /// </summary>
    private static bool IsDuplicate(ErrorEvent coded, ErrorEvent uncoded)
    {
        // Not Contains: its time grows with the product of both lengths.
        var (text, part) = (uncoded.Message.Trim(), coded.Message.Trim());
        return (coded.Message == MessageFor(coded.Code)
                ? text.StartsWith(coded.Code!, StringComparison.Ordinal)
                    && (text.Length == coded.Code!.Length || !char.IsLetterOrDigit(text[coded.Code.Length]))
                : text.EndsWith(part, StringComparison.Ordinal))
            || (part.StartsWith(text, StringComparison.Ordinal) && (part.Length == text.Length || part[text.Length] is '\r' or '\n'));
    }
}
