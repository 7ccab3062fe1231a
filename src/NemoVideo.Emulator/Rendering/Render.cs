namespace NemoVideo.Emulator.Rendering;

/// <summary>A render as it is stored. Its progress follows from the time since it was created.</summary>
internal sealed record Render
{
    private const double PendingShare = 0.2;

    /// <summary>The ID from the client.</summary>
    public required string Id { get; init; }

    /// <summary>A random name for the file and its URL.</summary>
    public required string Key { get; init; }

    /// <summary>The token that submitted the render. No other token can access it.</summary>
    public required string Token { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The draft as the client sent it.</summary>
    public required string Draft { get; init; }

    /// <summary>The requested output as the client sent it.</summary>
    public required string Output { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public RenderedFile? File { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public string? Error { get; init; }

    /// <summary>The progress at a time: 100 percent only if the render is completed.</summary>
    public (RenderStatus Status, int Percent) ProgressAt(DateTimeOffset now, TimeSpan renderTime)
    {
        var share = renderTime > TimeSpan.Zero ? (now - CreatedAt) / renderTime : 1;
        var percent = (int)Math.Clamp(share * 100, 0, 99);
        return this switch
        {
            { Error: not null } => (RenderStatus.Failed, percent),
            { File: not null } when share >= 1 => (RenderStatus.Completed, 100),
            _ when share < PendingShare => (RenderStatus.Pending, 0),
            _ => (RenderStatus.Processing, percent),
        };
    }
}

/// <summary>The file of a render, made by <c>ffmpeg</c>, <c>upload</c> or <c>builtin</c>. The note is what could not be rendered.</summary>
internal sealed record RenderedFile(string Path, long ByteCount, TimeSpan? Duration, string MadeBy, string? Note);

/// <summary>The states of a render (protocol section 8).</summary>
internal enum RenderStatus
{
    Pending,
    Processing,
    Completed,
    Failed,
}
