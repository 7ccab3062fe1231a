using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>A part, but no text, of a partial event. The final event repeats it. The client never returns it as it is.</summary>
internal sealed record PendingEvent(AgentEvent Event) : AgentEvent;

/// <summary>Turns decoded events into those of the stream: texts complete, each text, call and error once, no trailing notice.</summary>
internal sealed class EventAssembler
{
    /// <summary>Each new event is compared with all pending ones. If there are more, the oldest is returned.</summary>
    private const int MaxPending = 100;

    private readonly TextAssembler _texts = new();
    private readonly ErrorDeduplicator _errors = new();
    private readonly TrailingNoticeFilter _notices = new();

    /// <summary>Parts of partial events that the final event has not repeated yet.</summary>
    private readonly List<AgentEvent> _pending = [];

    public IEnumerable<AgentEvent> Add(AgentEvent decoded) => Assemble(decoded).SelectMany(_notices.Process);

    /// <summary>The remaining events at the end of the stream.</summary>
    /// <param name="isBroken">Whether the stream was interrupted. If so, a notice may not have been the last text.</param>
    public IEnumerable<AgentEvent> Finish(bool isBroken)
    {
        IEnumerable<AgentEvent> rest = _texts.Finish() is { } text ? [text, .. _pending] : _pending;
        return [.. rest.SelectMany(_notices.Process), .. isBroken ? _notices.Flush() : []];
    }

    private List<AgentEvent> Assemble(AgentEvent decoded)
    {
        switch (decoded)
        {
            case ErrorEvent error:
                return _errors.IsNew(error) ? [error] : [];
            case TextEvent text:
                return _texts.Observe(text) is { } previous ? [previous, text] : [text];
            case PendingEvent { Event: var pending }:
                _pending.RemoveAll(earlier => IsSame(earlier, pending));
                _pending.Add(pending);
                var oldest = _pending.GetRange(0, Math.Max(0, _pending.Count - MaxPending));
                _pending.RemoveRange(0, oldest.Count);
                return oldest;
            default:
                _pending.RemoveAll(earlier => IsSame(earlier, decoded));
                return [decoded];
        }
    }

    /// <summary>A final event has another ID for a call than the partial one, so the tool and the arguments identify it.</summary>
    private static bool IsSame(AgentEvent one, AgentEvent other) => (one, other) switch
    {
        (ToolCallEvent a, ToolCallEvent b) =>
            a.Name == b.Name && ((a.Id is not null && a.Id == b.Id) || JsonComparison.AreEqual(a.Arguments, b.Arguments)),
        (UnknownEvent a, UnknownEvent b) => a.Raw == b.Raw,
        _ => false,
    };
}

/// <summary>Finds duplicate errors: a server sends one as an event with a code, and in a frame without (<c>{"error":"…"}</c>).</summary>
internal sealed class ErrorDeduplicator
{
    private const string NoMessage = "The service reported a failure without a message.";

    /// <summary>Further errors, and longer ones, are always reported.</summary>
    private const int MaxCount = 100;
    private const int MaxLength = 10_000;

    private readonly List<ErrorEvent> _reported = [];

    /// <summary>The message of an error that has none.</summary>
    public static string MessageFor(string? code) => code is null ? NoMessage : $"The service reported the failure {code}.";

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

    private static bool IsSame(ErrorEvent one, ErrorEvent other) =>
        one == other
        || (one.Code is null && other.Code is not null && IsDuplicate(other, one))
        || (other.Code is null && one.Code is not null && IsDuplicate(one, other));

    /// <summary>The error without a code has the code before its message, or only the first line of the message.</summary>
    private static bool IsDuplicate(ErrorEvent coded, ErrorEvent uncoded) =>
        uncoded.Message == NoMessage
        || Contains(uncoded.Message, coded.Message == MessageFor(coded.Code) ? coded.Code! : coded.Message)
        || Contains(coded.Message, uncoded.Message);

    private static bool Contains(string text, string part) => text.Contains(part.Trim());
}
