using NemoVideo.Client.Streaming;

namespace NemoVideo.Client.Operations;

/// <summary>Collects texts, tools and the first error of an edit for its result, up to a limit. The events aren't limited.</summary>
internal sealed class EditTranscript
{
    private const int MaxTextCharacters = 4 * 1024 * 1024;
    private const int MaxToolCharacters = 1024 * 1024;

    private readonly List<string> _texts = [];
    private readonly List<string> _tools = [];
    private int _remainingTextChars = MaxTextCharacters;
    private int _remainingToolChars = MaxToolCharacters;
    private bool _hasUnknown;

    /// <summary>The complete texts, joined by line breaks.</summary>
    public string Text => string.Join("\n", _texts);

    public IReadOnlyList<string> Tools => _tools;

    public ErrorEvent? Error { get; private set; }

    /// <summary>An error event that means success if the edit was made: the model ended the turn without text. Null for none.</summary>
    public ErrorEvent? EmptyResponse { get; private set; }

    /// <summary>Whether the agent used a tool.</summary>
    public bool HasRunTool { get; private set; }

    /// <summary>Whether the agent replied with text and did nothing else. Then the state can't lag behind an edit.</summary>
    public bool IsTextOnly => _texts.Exists(static text => !string.IsNullOrWhiteSpace(text)) && !HasRunTool && !_hasUnknown;

    /// <summary>Collects an event. Returns false for <see cref="EmptyResponse"/>, because only the state shows whether it is an error.</summary>
    public bool Observe(AgentEvent current)
    {
        HasRunTool |= current is ToolCallEvent or ToolResultEvent;
        switch (current)
        {
            case ErrorEvent { IsEmptyResponse: true } empty:
                EmptyResponse ??= empty;
                return false;
            case UnknownEvent:
                _hasUnknown = true;
                break;
            case TextEvent { IsPartial: false, IsThought: false } text:
                Add(_texts, text.Text, ref _remainingTextChars);
                break;
            case ToolCallEvent call:
                Add(_tools, call.Name, ref _remainingToolChars);
                break;
            case ErrorEvent failure:
                Error ??= failure;
                break;
        }

        return true;
    }

    /// <summary>Truncates the first text that doesn't fit. Later texts are ignored.</summary>
    private static void Add(List<string> list, string text, ref int remainingChars)
    {
        if (remainingChars <= 0)
        {
            return;
        }

        list.Add(text.Truncate(remainingChars));

        // An empty text also uses space in the list.
        remainingChars -= text.Length > remainingChars ? remainingChars : text.Length + 1;
    }
}
