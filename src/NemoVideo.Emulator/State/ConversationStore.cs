namespace NemoVideo.Emulator.State;

internal enum ConversationKind
{
    Message,
    Text,
    ToolCall,
    ToolResult,
    Error,

    /// <summary>What the emulator did, such as charging credits or applying a fault. The client doesn't receive it.</summary>
    Note,
}

/// <summary>One entry of a conversation. The text of a tool call is its arguments as JSON.</summary>
internal sealed record ConversationEntry(DateTimeOffset At, ConversationKind Kind, string Text, string? Tool = null);

/// <summary>The conversation of each session, one file of JSON lines each. The entries aren't held in memory.</summary>
internal sealed class ConversationStore(DataDirectory data, EmulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly string _folder = data.Folder("conversations");

    public void Add(string sessionId, ConversationKind kind, string text, string? tool = null)
    {
        var entry = new ConversationEntry(options.TimeProvider.GetUtcNow(), kind, text, tool);
        var line = JsonSerializer.Serialize(entry, EmulatorJson.Options) + "\n";
        lock (_lock)
        {
            File.AppendAllText(PathOf(sessionId), line);
        }
    }

    /// <summary>The entries of a session in order.</summary>
    public IReadOnlyList<ConversationEntry> Read(string sessionId)
    {
        lock (_lock)
        {
            return !File.Exists(PathOf(sessionId)) ? []
                : [.. File.ReadLines(PathOf(sessionId)).Select(Parse)];
        }
    }

    public void Remove(string sessionId)
    {
        lock (_lock)
        {
            File.Delete(PathOf(sessionId));
        }
    }

    private static ConversationEntry Parse(string line) => JsonSerializer.Deserialize<ConversationEntry>(line, EmulatorJson.Options)!;

    private string PathOf(string sessionId) => Path.Combine(_folder, sessionId + ".jsonl");
}
