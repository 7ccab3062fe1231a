namespace NemoVideo.Client.Edits;

/// <summary>Collects texts, tools, questions and the first error of an edit for its result.</summary>
internal sealed class EditTranscript
{
    private readonly StringBuilder _text = new();

    /// <summary>Each name of a tool once: a stream can call a tool hundreds of thousands of times.</summary>
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The calls without a response.</summary>
    private readonly List<ToolCallEvent> _open = [];

    /// <summary>Whether a text, which can be empty, came before.</summary>
    private bool _isContinued;

    /// <summary>The complete texts, joined by line breaks.</summary>
    public string Text => _text.ToString();

    public List<string> Tools { get; } = [];

    /// <summary>The first error with a known code, otherwise the first one. Null for none.</summary>
    public ErrorEvent? Error { get; private set; }

    /// <summary>The questions that the agent asked.</summary>
    public List<QuestionEvent> Questions { get; } = [];

    /// <summary>A long-running call whose tool has no response yet.</summary>
    public ToolCallEvent? Waiting => _open.Find(static call => call.IsLongRunning);

    /// <summary>Whether a tool call has no response.</summary>
    public bool HasOpenCall => _open.Count > 0;

    /// <summary>Whether the agent sent text.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether the agent did anything besides talking, such as using a tool. Then the state can lag behind an edit.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>
    /// Collects an event. Returns false if the model ended the turn without text, which some servers report as an error: only the timeline
    /// shows whether the edit was made.
    /// </summary>
    public bool Observe(AgentEvent current)
    {
        HasWorked |= current is not (TextEvent or QuestionEvent or ErrorEvent or HeartbeatEvent
            or UnknownEvent { Reason: FrameDecoder.NotJson });
        switch (current)
        {
            case ErrorEvent { IsEmptyResponse: true }:
                return false;
            case QuestionEvent question:
                Questions.Add(question);
                break;
            case TextEvent { IsPartial: false, IsThought: false } text:
                _text.Append(_isContinued ? "\n" : "").Append(text.Text);
                _isContinued = true;
                HasText |= !string.IsNullOrWhiteSpace(text.Text);
                break;
            case ToolCallEvent call:
                Tools.Add(_names.TryGetValue(call.Name, out var name) ? name : _names[call.Name] = call.Name);
                _open.Add(call);
                break;
            case ToolResultEvent result:
                // A server can also respond to a partial call, whose ID differs from that of the final call.
                var index = _open.FindIndex(call => call.Id is null || result.Id is null ? call.Name == result.Name : call.Id == result.Id);
                _open.RemoveRange(Math.Max(index, 0), index < 0 ? 0 : 1);
                break;
            case ErrorEvent failure:
                Error = Error?.Exception is null && failure.Exception is not null ? failure : Error ?? failure;
                break;
        }

        return true;
    }
}
