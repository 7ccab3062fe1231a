namespace NemoVideo.Emulator.Rendering;

/// <summary>A render as it is stored. Its progress follows from the time since it was created.</summary>
internal sealed record Render
{
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
}

/// <summary>The file of a render, made by <c>ffmpeg</c>, <c>upload</c> or <c>builtin</c>. The note lists what could not be rendered.</summary>
internal sealed record RenderedFile(string Path, long ByteCount, TimeSpan? Duration, string MadeBy, string? Note);

/// <summary>The states of a render (protocol section 8).</summary>
internal enum RenderStatus
{
    Pending,
    Processing,
    Completed,
    Failed,
}

/// <summary>The progress of a render: 100 percent only if it is completed.</summary>
internal sealed record RenderProgress(RenderStatus Status, int Percent)
{
    private const double PendingShare = 0.2;

    public static RenderProgress Of(Render render, TimeSpan renderTime, DateTimeOffset now)
    {
        var share = renderTime > TimeSpan.Zero ? (now - render.CreatedAt) / renderTime : 1;
        var percent = (int)Math.Clamp(share * 100, 0, 99);
        return render switch
        {
            { Error: not null } => new RenderProgress(RenderStatus.Failed, percent),
            { File: not null } when share >= 1 => new RenderProgress(RenderStatus.Completed, 100),
            _ when share < PendingShare => new RenderProgress(RenderStatus.Pending, 0),
            _ => new RenderProgress(RenderStatus.Processing, percent),
        };
    }
}
