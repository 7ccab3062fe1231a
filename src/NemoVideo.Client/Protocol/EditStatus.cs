namespace NemoVideo.Client.Protocol;

/// <summary>How an edit ended.</summary>
public enum EditStatus
{
    /// <summary>The service did what it was asked, or answered.</summary>
    Succeeded,

    /// <summary>The service reported a failure.</summary>
    Failed,
}
