namespace NemoVideo.Emulator.Rendering;

/// <summary>A render as it is kept. How far it has come follows from the time.</summary>
internal sealed record RenderJob
{
    /// <summary>The id that the client gave.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its files and of its output address: of the emulator's own making, and not to be guessed.</summary>
    public required string Key { get; init; }

    /// <summary>The token that made it: the job is nobody else's.</summary>
    public required string Token { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The draft as raw text, as it came.</summary>
    public required string Draft { get; init; }

    /// <summary>The requested output as raw text, as it came.</summary>
    public required string Output { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The file, once it is there.</summary>
    public RenderedFile? File { get; init; }

    /// <summary>When the file was there.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Why there will be no file.</summary>
    public string? Error { get; init; }
}
