using NemoVideo.Client.Streaming;

namespace NemoVideo.Client.Operations;

/// <summary>Collects texts, tools and the first error of an edit for its result, up to a limit. Only the events have the rest.</summary>
internal sealed class EditTranscript
{
    private const int MaxTextCharacters = 4 * 1024 * 1024;
    private const int MaxToolCharacters = 1024 * 1024;

    private readonly List<string> _texts = [];
    private readonly List<string> _tools = [];
    private int _textRoom = MaxTextCharacters;
    private int _toolRoom = MaxToolCharacters;

    /// <summary>The complete texts, joined by line breaks.</summary>
    public string Text => string.Join("\n", _texts);

    public IReadOnlyList<string> Tools => _tools;

    public ErrorEvent? Error { get; private set; }

    public void Observe(AgentEvent current)
    {
        switch (current)
        {
            case TextEvent { IsPartial: false, IsThought: false } text:
                Add(_texts, text.Text, ref _textRoom);
                break;
            case ToolCallEvent call:
                Add(_tools, call.Name, ref _toolRoom);
                break;
            case ErrorEvent failure:
                Error ??= failure;
                break;
        }
    }

    /// <summary>Cuts the first text that doesn't fit; later ones are ignored.</summary>
    private static void Add(List<string> list, string text, ref int room)
    {
        if (room <= 0)
        {
            return;
        }

        list.Add(text.Truncate(room));

        // An empty text also uses space in the list.
        room -= text.Length > room ? room : text.Length + 1;
    }
}
