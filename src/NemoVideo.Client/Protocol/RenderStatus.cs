namespace NemoVideo.Client.Protocol;

/// <summary>How far a render is.</summary>
public enum RenderStatus
{
    /// <summary>It waits for its turn, or the service names a status that is not documented.</summary>
    Pending,

    /// <summary>It is being rendered.</summary>
    Processing,

    /// <summary>The video is there.</summary>
    Completed,

    /// <summary>It failed; this is final for its id.</summary>
    Failed,
}
