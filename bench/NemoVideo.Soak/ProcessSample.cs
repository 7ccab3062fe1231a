namespace NemoVideo.Soak;

/// <summary>One process at one time since the start of the load. Managed bytes are after a full collection; sockets are 0 if unknown.</summary>
internal sealed record ProcessSample(
    TimeSpan At, long WorkingSet, long PrivateBytes, long ManagedBytes, long Handles, long Sockets, long Threads, long Rounds);
