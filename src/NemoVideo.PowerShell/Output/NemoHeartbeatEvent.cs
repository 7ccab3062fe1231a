namespace NemoVideo.PowerShell.Output;

/// <summary>The service is still working (-IncludeHeartbeat).</summary>
public sealed class NemoHeartbeatEvent : NemoEvent
{
    internal NemoHeartbeatEvent(EventStamp stamp)
        : base(stamp)
    {
    }

    /// <inheritdoc/>
    public override string Line => "(heartbeat)";
}
