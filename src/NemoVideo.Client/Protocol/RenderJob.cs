namespace NemoVideo.Client.Protocol;

/// <summary>A render job as the service last told of it (protocol section 8). What it does not say is null.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Progress">Percent, 0 to 100.</param>
/// <param name="OutputAddress">Where the video is; where null, the API's own download serves it.</param>
/// <param name="Duration">The video's length.</param>
/// <param name="ByteCount">The video's size.</param>
/// <param name="Error">Why it failed.</param>
public sealed record RenderJob(
    string Id, RenderStatus Status, double? Progress, Uri? OutputAddress, TimeSpan? Duration, long? ByteCount, string? Error)
{
    /// <summary>What the service names as the video's address although it is none of the web; null where it names a good one, or none.</summary>
    internal string? OtherAddress { get; init; }

    /// <summary>Whether the service knows of it no longer: it was completed, and its video is where it was downloaded to.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Whether it will not change any more.</summary>
    public bool IsFinished => Status is RenderStatus.Completed or RenderStatus.Failed;
}
