namespace NemoVideo.Client.Exports;

/// <summary>The status of a render.</summary>
public enum RenderStatus
{
    /// <summary>Queued, or a status that isn't documented.</summary>
    Pending,
    /// <summary>In progress.</summary>
    Processing,
    /// <summary>The video can be downloaded.</summary>
    Completed,
    /// <summary>Failed. This is final for its ID.</summary>
    Failed,
    /// <summary>Canceled. This is final for its ID.</summary>
    Canceled,
}
