namespace NemoVideo.Client.Protocol;

/// <summary>How an edit ended.</summary>
public enum EditStatus
{
    /// <summary>The service edited the timeline, or replied.</summary>
    Succeeded,
    /// <summary>The service reported a failure.</summary>
    Failed,
}
