namespace NemoVideo.Soak;

/// <summary>One process at one moment.</summary>
/// <param name="At">How long the load has lasted.</param>
/// <param name="WorkingSet">Bytes in memory.</param>
/// <param name="PrivateBytes">Bytes of its own.</param>
/// <param name="ManagedBytes">Bytes of managed objects, after a full collection.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Sockets">Those of them that are sockets; 0 where that cannot be told.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Rounds">Rounds that were done until then.</param>
internal sealed record ProcessSample(
    TimeSpan At, long WorkingSet, long PrivateBytes, long ManagedBytes, long Handles, long Sockets, long Threads, long Rounds);
