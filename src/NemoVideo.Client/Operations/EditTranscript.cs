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

    /// <summary>The complete texts, joined by line breaks.</summary>
    public string Text => string.Join("\n", _texts);

    public IReadOnlyList<string> Tools => _tools;

    public ErrorEvent? Error { get; private set; }

    public void Observe(AgentEvent current)
    {
        switch (current)
        {
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
