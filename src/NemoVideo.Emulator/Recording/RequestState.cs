namespace NemoVideo.Emulator.Recording;

/// <summary>How far a request has come.</summary>
public enum RequestState
{
    /// <summary>It is being received or answered.</summary>
    Open,

    /// <summary>It was answered in full.</summary>
    Completed,

    /// <summary>Its connection ended before the answer did, by the client or by a fault; or it never came in whole.</summary>
    Aborted,
}
