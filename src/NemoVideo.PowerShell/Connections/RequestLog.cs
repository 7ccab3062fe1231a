using System.Collections.Concurrent;
using NemoVideo.Client.Transport;

namespace NemoVideo.PowerShell.Connections;

/// <summary>
/// Brings what the client tells of its requests, on any thread, to the cmdlet that made them: several runspaces can share one
/// connection, and only the pipeline thread may write.
/// </summary>
internal sealed class RequestLog
{
    private static readonly AsyncLocal<RequestLog?> Current = new();

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private volatile PendingRetry? _pause;

    /// <summary>The pause that is under way; null where none is.</summary>
    public PendingRetry? Delay => _pause is { IsOver: false } pause ? pause : null;

    public static void Add(RequestTrace trace) => Current.Value?.AddLine(trace.ToString());

    public static void Add(RetryTrace trace)
    {
        if (Current.Value is { } log)
        {
            log._pause = new PendingRetry(trace);
            log.AddLine(trace.ToString());
        }
    }

    /// <summary>What a person should know of, although the call goes on.</summary>
    public static void Warn(string notice) => Current.Value?._warnings.Enqueue(notice);

    /// <summary>From here on, what this flow of calls does is told to this log.</summary>
    public void Listen() => Current.Value = this;

    /// <summary>Takes the oldest line that was not taken yet.</summary>
    public bool TryTake(out string line) => _lines.TryDequeue(out line!);

    /// <summary>Takes the oldest warning that was not taken yet.</summary>
    public bool TryTakeWarning(out string warning) => _warnings.TryDequeue(out warning!);

    private void AddLine(string line) => _lines.Enqueue(line);
}
