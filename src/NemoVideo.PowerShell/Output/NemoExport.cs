using NemoVideo.Client.Protocol;

namespace NemoVideo.PowerShell.Output;

/// <summary>An export: a render job, and once it was downloaded, its file.</summary>
public sealed class NemoExport
{
    internal NemoExport(RenderJob job, string? sessionId, string? name, string? path = null, long? length = null)
    {
        Id = job.Id;
        SessionId = sessionId;
        Name = name;
        Status = job.Status.ToString();
        Progress = job.Progress;
        Duration = job.Duration;
        Length = length ?? job.ByteCount;
        Url = job.OutputAddress;
        Error = job.Error;
        Path = path;
    }

    /// <summary>The render's id; binds to -Id of the other cmdlets.</summary>
    public string Id { get; }

    /// <summary>The session it was made from; null where only the id is known.</summary>
    public string? SessionId { get; }

    /// <summary>The session's name, which names the file; null where only the id is known.</summary>
    public string? Name { get; }

    /// <summary>
    /// How far it is: <c>Pending</c> (also where the service names a status that is not documented), <c>Processing</c>,
    /// <c>Completed</c> or <c>Failed</c>.
    /// </summary>
    public string Status { get; }

    /// <summary>Whether it has come to its end, a good or a bad one.</summary>
    internal bool IsFinished => Status is nameof(RenderStatus.Completed) or nameof(RenderStatus.Failed);

    /// <summary>Percent, 0 to 100; null where the service does not say.</summary>
    public double? Progress { get; }

    /// <summary>The video's playing time; null where the service does not say.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The video's size in bytes; null where the service does not say.</summary>
    public long? Length { get; }

    /// <summary>The downloaded file; null where it was not downloaded.</summary>
    public string? Path { get; }

    /// <summary>Where the video is; null where it is not finished.</summary>
    public Uri? Url { get; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; }

    /// <inheritdoc/>
    public override string ToString() => Path ?? Id;
}
