using System.Diagnostics;
using NemoVideo.Client.Transport;

namespace NemoVideo.PowerShell.Connections;

/// <summary>A pause that the client has begun, and how long it still lasts.</summary>
internal sealed class PendingRetry(RetryTrace trace)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public bool IsOver => Left <= TimeSpan.Zero;

    private TimeSpan Left => trace.Length - _elapsed.Elapsed;

    /// <summary>What a person is told, such as "The service limits requests: again in 12 seconds".</summary>
    public string Status => (trace with { Length = Left }).ToString();
}
