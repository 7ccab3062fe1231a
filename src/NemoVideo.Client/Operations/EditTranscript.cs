using NemoVideo.Client.Errors;
using NemoVideo.Client.Streaming;

namespace NemoVideo.Client.Operations;

/// <summary>
/// What an edit says and calls, as its result tells it at the end. A stream can bring more than a result is to hold: what is
/// behind its limits is in the events alone.
/// </summary>
internal sealed class EditTranscript
{
    private const int MaxTextCharacters = 4 * 1024 * 1024;
    private const int MaxToolCharacters = 1024 * 1024;

    private readonly List<string> _texts = [];
    private readonly List<string> _tools = [];
    private int _textRoom = MaxTextCharacters;
    private int _toolRoom = MaxToolCharacters;

    /// <summary>The whole texts, joined by line ends.</summary>
    public string Text => string.Join("\n", _texts);

    /// <summary>The tools that were called, in order.</summary>
    public IReadOnlyList<string> Tools => _tools;

    /// <summary>The first failure that was reported; null where there was none.</summary>
    public ErrorEvent? Error { get; private set; }

    public void Observe(AgentEvent current)
    {
        switch (current)
        {
            case TextEvent { IsPartial: false, IsThought: false } text:
                Keep(_texts, text.Text, ref _textRoom);
                break;
            case ToolCallEvent call:
                Keep(_tools, call.Name, ref _toolRoom);
                break;
            case ErrorEvent failure:
                Error ??= failure;
                break;
        }
    }

    /// <summary>The first that does not fit is cut, and closes the list.</summary>
    private static void Keep(List<string> list, string text, ref int room)
    {
        if (room <= 0)
        {
            return;
        }

        list.Add(text.Truncate(room));

        // Each takes its place in the list as well, be it empty.
        room -= text.Length > room ? room : text.Length + 1;
    }
}
