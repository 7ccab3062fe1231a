namespace NemoVideo.Client.Edits;

/// <summary>Collects texts, tools and the first error of an edit for its result, up to a limit. The events aren't limited.</summary>
internal sealed class EditTranscript
{
    private const int MaxTextCharacters = 4 * 1024 * 1024;
    private const int MaxToolCharacters = 1024 * 1024;

    private readonly StringBuilder _text = new();
    private readonly List<string> _tools = [];

    // Equal names share one string, because a long stream calls few tools many times.
    private readonly Dictionary<string, string> _toolNames = new(StringComparer.Ordinal);

    /// <summary>The number of calls without a response, by the name of the tool: the IDs of a partial and a final call differ.</summary>
    private readonly Dictionary<string, int> _openCalls = new(StringComparer.Ordinal);
    private readonly List<QuestionEvent> _questions = [];
    private ToolCallEvent? _longRunning;
    private int _remainingTextChars = MaxTextCharacters;
    private int _remainingToolChars = MaxToolCharacters;
    private bool _hasUnknown;

    /// <summary>The complete texts, joined by line breaks.</summary>
    public string Text => _text.ToString();

    public IReadOnlyList<string> Tools => _tools;

    /// <summary>The first error with a known code, otherwise the first one. Null for none.</summary>
    public ErrorEvent? Error { get; private set; }

    /// <summary>The questions that the agent asked.</summary>
    public IReadOnlyList<QuestionEvent> Questions => _questions;

    /// <summary>The last long-running call, if its tool has no response yet.</summary>
    public ToolCallEvent? Waiting => _longRunning is not null && _openCalls[_longRunning.Name] > 0 ? _longRunning : null;

    /// <summary>Whether a tool call has no response.</summary>
    public bool HasOpenCall => _openCalls.Values.Any(static count => count > 0);

    /// <summary>Whether the agent sent text.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether the agent used a tool, so that the state can lag behind an edit.</summary>
    public bool HasRunTool { get; private set; }

    /// <summary>Whether the agent replied with text and did nothing else. Then the state can't lag behind an edit.</summary>
    public bool IsTextOnly => HasText && !HasRunTool && !_hasUnknown;

    /// <summary>
    /// Collects an event. Returns false if the model ended the turn without text, which some servers report as an error: only the timeline
    /// shows whether the edit was made.
    /// </summary>
    public bool Observe(AgentEvent current)
    {
        HasRunTool |= current is ToolCallEvent or ToolResultEvent;
        _hasUnknown |= current is UnknownEvent;
        switch (current)
        {
            case ErrorEvent { IsEmptyResponse: true }:
                return false;
            case QuestionEvent question:
                _questions.Add(question);
                break;
            case TextEvent { IsPartial: false, IsThought: false } text:
                Add(text.Text);
                break;
            case ToolCallEvent call:
                AddTool(call.Name);
                Count(call.Name, 1);
                _longRunning = call.IsLongRunning ? call : _longRunning;
                break;
            case ToolResultEvent result:
                Count(result.Name, -1);
                break;
            case ErrorEvent failure:
                Error = Error?.Exception is null && failure.Exception is not null ? failure : Error ?? failure;
                break;
        }

        return true;
    }

    private void Add(string text)
    {
        var separator = _remainingTextChars < MaxTextCharacters ? "\n" : "";
        if (Take(text, ref _remainingTextChars) is { } part)
        {
            _text.Append(separator).Append(part);
            HasText |= !string.IsNullOrWhiteSpace(part);
        }
    }

    private void Count(string tool, int calls) => _openCalls[tool] = (_openCalls.TryGetValue(tool, out var count) ? count : 0) + calls;

    private void AddTool(string name)
    {
        if (Take(name, ref _remainingToolChars) is { } part)
        {
            if (!_toolNames.TryGetValue(part, out var known))
            {
                _toolNames[part] = known = part;
            }

            _tools.Add(known);
        }
    }

    /// <summary>Truncates the first text that doesn't fit. Null for later texts.</summary>
    private static string? Take(string text, ref int remainingChars)
    {
        if (remainingChars <= 0)
        {
            return null;
        }

        var part = text.Truncate(remainingChars);

        // An empty text also uses space.
        remainingChars -= text.Length > remainingChars ? remainingChars : text.Length + 1;
        return part;
    }
}
