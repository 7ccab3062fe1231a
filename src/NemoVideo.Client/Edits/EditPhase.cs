namespace NemoVideo.Client.Edits;

/// <summary>What an edit is doing. An edit reports each phase once, in this order; an edit of a previous run reports none.</summary>
public enum EditPhase
{
    /// <summary>The state is being read. The message hasn't been sent.</summary>
    Preparing,
    /// <summary>The message is being sent. From now on, it can be charged.</summary>
    Sending,
    /// <summary>The service accepted the message, and the stream is open.</summary>
    Streaming,
    /// <summary>The stream has ended, and the state is polled for the effect of the edit.</summary>
    Checking,
}
