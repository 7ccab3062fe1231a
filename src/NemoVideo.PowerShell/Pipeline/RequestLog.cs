namespace NemoVideo.PowerShell;

/// <summary>
/// Queues what the calls of a command, or a connection, report on any thread. A command takes it on its pipeline thread.
/// </summary>
internal sealed class RequestLog
{
    private static readonly TimeSpan WarningTime = TimeSpan.FromMinutes(1);

    /// <summary>Between two polls of one wait.</summary>
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _waitStart;
    private TimeSpan _waitEnd;
    private bool _hasWarned;
    private volatile PendingRetry? _retry;

    /// <summary>The retry that the client is waiting for; null for none.</summary>
    public PendingRetry? Retry => _retry is { IsOver: false } retry ? retry : null;

    /// <summary>Adds what the calls of a client report.</summary>
    public ClientObserver Observer => new() { Trace = Add, Waiting = Add, Notice = Warn };

    private void Add(RequestTrace trace) => _lines.Enqueue(trace.ToString());

    /// <summary>
    /// Shows a wait. Without a display, as in a scheduled job, nobody would see why a command takes long: then it is a warning.
    /// </summary>
    private void Add(WaitTrace trace)
    {
        _retry = new PendingRetry(trace);
        _lines.Enqueue(trace.ToString());
        WarnIfLong(trace);
    }

    private void WarnIfLong(WaitTrace trace)
    {
        lock (_lines)
        {
            var now = _clock.Elapsed;
            if (now > _waitEnd + MaxGap)
            {
                (_waitStart, _hasWarned) = (now, false);
            }

            _waitEnd = now + trace.Length > _waitEnd ? now + trace.Length : _waitEnd;
            if (!_hasWarned && _waitEnd - _waitStart > WarningTime)
            {
                _hasWarned = true;
                _warnings.Enqueue($"The command waits for more than a minute. {trace.Reason}.");
            }
        }
    }

    private void Warn(string notice) => _warnings.Enqueue(notice);

    public bool TryTakeLine(out string line) => _lines.TryDequeue(out line!);

    public bool TryTakeWarning(out string warning) => _warnings.TryDequeue(out warning!);
}

/// <summary>A pause of the client before a retry.</summary>
internal sealed class PendingRetry(WaitTrace trace)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>The text of a progress line, with the time until the retry.</summary>
    public string Status => (trace with { Length = Remaining }).ToString();

    private TimeSpan Remaining => trace.Length - _elapsed.Elapsed;
}
