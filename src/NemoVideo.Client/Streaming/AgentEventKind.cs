namespace NemoVideo.Client.Streaming;

/// <summary>What an event of a stream is.</summary>
public enum AgentEventKind
{
    /// <summary>The agent speaks.</summary>
    Text,

    /// <summary>The agent calls one of its tools.</summary>
    ToolCall,

    /// <summary>A tool answers.</summary>
    ToolResult,

    /// <summary>The timeline changed.</summary>
    Timeline,

    /// <summary>The service reports a failure.</summary>
    Error,

    /// <summary>The service is still working.</summary>
    Heartbeat,

    /// <summary>Something that this client does not know or cannot decode.</summary>
    Unknown,

    /// <summary>The outcome of the whole edit, always last.</summary>
    Result,
}
