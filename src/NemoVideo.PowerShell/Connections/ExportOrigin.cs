namespace NemoVideo.PowerShell.Output;

/// <summary>Where an export comes from: its session, the session's name, and the local file that the session was created for. Null if unknown.</summary>
internal sealed record ExportOrigin(string? SessionId = null, string? Name = null, string? SourcePath = null)
{
    /// <summary>When this computer started the export.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The beginning of the session's first message.</summary>
    public string? FirstMessage { get; init; }

    /// <summary>The paths that <see cref="SourcePath"/> can stand for: a video of several clips has all of them.</summary>
    public IEnumerable<string> SourcePaths => SourcePath is null ? [] : SourcePath.Split(';').Append(SourcePath);
}
