using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Emulator.Recording;

/// <summary>The latest requests in order of arrival, and the emulator's internal errors.</summary>
internal sealed class RequestLog(EmulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<RequestEntry> _entries = [];
    private readonly List<string> _failures = [];
    private long _count;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>The requests after this ID.</summary>
    public IReadOnlyList<RequestRecord> Snapshot(long after = 0)
    {
        lock (_lock)
        {
            // IDs have no gaps, so this many requests were removed from the start.
            var removed = _count - _entries.Count;
            return [.. _entries.Skip((int)Math.Clamp(after - removed, 0, _entries.Count)).Select(entry => entry.Snapshot())];
        }
    }

    public RequestEntry Add(HttpRequest request, string listener)
    {
        lock (_lock)
        {
            var entry = new RequestEntry(this, new RequestRecord
            {
                Id = ++_count,
                Origin = listener,
                Method = request.Method,
                Path = request.Path.Value ?? "/",
                Query = request.QueryString.Value ?? "",
                HasAuthorization = request.Headers.ContainsKey("Authorization"),
                Headers = request.Headers
                    .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            });
            _entries.Enqueue(entry);
            if (_entries.Count > options.MaxRecordedRequests)
            {
                _entries.Dequeue();
            }

            SignalLocked();
            return entry;
        }
    }

    public void AddFailure(Exception failure)
    {
        lock (_lock)
        {
            _failures.Add(failure.ToString());
        }
    }

    public void NotifyChanged()
    {
        lock (_lock)
        {
            SignalLocked();
        }
    }

    /// <summary>Waits until a past or future request matches the condition.</summary>
    public async Task<RequestRecord> WaitAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                // Read before the check, so that a change between the check and the wait isn't missed.
                next = _changed.Task;
            }

            if (Snapshot().FirstOrDefault(condition) is { } found)
            {
                return found;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private void SignalLocked()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
