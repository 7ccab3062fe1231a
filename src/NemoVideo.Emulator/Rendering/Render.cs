namespace NemoVideo.Emulator.Rendering;

/// <summary>A stored render. Only the token that submitted it can access it. The key is a random name for its file and URL.</summary>
internal sealed record Render(
    string Id,
    string Key,
    string Token,
    string SessionId,
    string Draft,
    string Output,
    DateTimeOffset CreatedAt,
    RenderedFile? File = null,
    DateTimeOffset? CompletedAt = null,
    string? Error = null)
{
    private const double PendingShare = 0.2;

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

/// <summary>
/// The file of a render. The renderer is <c>ffmpeg</c>, <c>upload</c> (an uploaded clip) or <c>builtin</c> (the built-in clip). The note
/// explains what was not rendered.
/// </summary>
internal sealed record RenderedFile(string Path, long ByteCount, TimeSpan? Duration, string Renderer, string? Note);

/// <summary>The states of a render (protocol section 8).</summary>
internal enum RenderStatus
{
    Pending,
    Processing,
    Completed,
    Failed,
}
