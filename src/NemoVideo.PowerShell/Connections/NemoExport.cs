namespace NemoVideo.PowerShell.Output;

/// <summary>An export of a timeline, and its file if it was downloaded. Null is a value that the service didn't send.</summary>
public sealed class NemoExport
{
    private readonly RenderJob _job;

    internal NemoExport(RenderJob job, ExportOrigin origin, string? path = null, long? length = null)
    {
        _job = job;
        Origin = origin with { Name = UrlText.HideOrNull(origin.Name) };
        Path = path;
        Length = length ?? job.ByteCount;
    }

    /// <summary>The ID of the export. Binds to -Id of the other cmdlets.</summary>
    public string Id => _job.Id;

    /// <summary>The ID of the session; null if only the export ID is known.</summary>
    public string? SessionId => Origin.SessionId;

    /// <summary>
    /// The name of the session, with <c>(earlier)</c> for a timeline that was read earlier. The file is named after it. Null if only the
    /// export ID is known.
    /// </summary>
    public string? Name => Origin.Name;

    /// <summary>
    /// The full path of the local file that the session was created for, or the first that was uploaded; null if unknown.
    /// </summary>
    public string? SourcePath => Origin.SourcePath;

    /// <summary>When this computer started the export; null if it didn't. Only Get-NemoExport finds it.</summary>
    public DateTimeOffset? StartedAt => Origin.StartedAt;

    /// <summary>The beginning of the session's first message; null for none. Only Get-NemoExport finds it.</summary>
    public string? FirstMessage => Origin.FirstMessage;

    /// <summary>
    /// The status: <c>Pending</c> (also if it is undocumented), <c>Processing</c>, <c>Completed</c>, <c>Failed</c> or <c>Canceled</c>.
    /// </summary>
    public string Status => _job.Status.ToString();

    /// <summary>The progress in percent, 0 to 100.</summary>
    public double? Progress => _job.Progress;

    /// <summary>The length of the video.</summary>
    public TimeSpan? Duration => _job.Duration;

    /// <summary>The size of the video in bytes.</summary>
    public long? Length { get; }

    /// <summary>The path of the downloaded file; null if it was not downloaded.</summary>
    public string? Path { get; }

    /// <summary>The URL of the video; null if the export isn't finished.</summary>
    public Uri? Url => _job.OutputAddress;

    /// <summary>The reason of a failure; null for none.</summary>
    public string? Error => _job.Error;

    internal ExportOrigin Origin { get; }

    internal bool IsFinished => _job.IsFinished;

    internal bool IsLost => _job.IsLost;

    /// <inheritdoc/>
    public override string ToString() => Path ?? Id;
}
