namespace NemoVideo.Emulator.Rendering;

/// <summary>How far a render has come at a moment.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Percent">0 to 100; 100 only when it is completed.</param>
internal sealed record RenderProgress(RenderStatus Status, int Percent)
{
    private const double PendingShare = 0.2;

    public static RenderProgress Of(RenderJob job, TimeSpan renderTime, DateTimeOffset now)
    {
        var share = renderTime > TimeSpan.Zero ? (now - job.CreatedAt) / renderTime : 1;
        var percent = (int)Math.Clamp(share * 100, 0, 99);
        return job switch
        {
            { Error: not null } => new RenderProgress(RenderStatus.Failed, percent),
            { File: not null } when share >= 1 => new RenderProgress(RenderStatus.Completed, 100),
            _ when share < PendingShare => new RenderProgress(RenderStatus.Pending, 0),
            _ => new RenderProgress(RenderStatus.Processing, percent),
        };
    }
}
