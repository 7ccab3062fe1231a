using System.Collections.Concurrent;
using System.Diagnostics;

namespace NemoVideo.PowerShell.Connections;

/// <summary>Queues the client's traces, which come from any thread, for the pipeline thread of the cmdlet that sent the request.</summary>
internal sealed class RequestLog
{
    private static readonly AsyncLocal<RequestLog?> Current = new();

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private volatile PendingRetry? _retry;

    /// <summary>The retry that the client is waiting for; null for none.</summary>
    public PendingRetry? Retry => _retry is { IsOver: false } retry ? retry : null;

    public static void Add(RequestTrace trace) => Current.Value?._lines.Enqueue(trace.ToString());

    public static void Add(RetryTrace trace)
    {
        if (Current.Value is { } log)
        {
            log._retry = new PendingRetry(trace);
            log._lines.Enqueue(trace.ToString());
        }
    }

    public static void Warn(string notice) => Current.Value?._warnings.Enqueue(notice);

    /// <summary>Makes this the log of the current asynchronous control flow.</summary>
    public void Listen() => Current.Value = this;

    public bool TryTakeLine(out string line) => _lines.TryDequeue(out line!);

    public bool TryTakeWarning(out string warning) => _warnings.TryDequeue(out warning!);
}

/// <summary>A pause of the client before a retry.</summary>
internal sealed class PendingRetry(RetryTrace trace)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>The text of a progress line, with the time until the retry.</summary>
    public string Status => (trace with { Length = Remaining }).ToString();

    private TimeSpan Remaining => trace.Length - _elapsed.Elapsed;
}
