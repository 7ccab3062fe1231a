using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Emulator.Recording;

/// <summary>The latest requests in order of arrival, and the emulator's own failures.</summary>
internal sealed class RequestLog(EmulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestEntry> _entries = [];
    private readonly List<string> _failures = [];
    private long _count;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <param name="after">The id of the last request that is not wanted.</param>
    public IReadOnlyList<RequestRecord> Snapshot(long after = 0)
    {
        lock (_gate)
        {
            // They are numbered without a gap: the first that is kept has this many before it.
            var forgotten = _count - _entries.Count;
            return [.. _entries.Skip((int)Math.Clamp(after - forgotten, 0, _entries.Count)).Select(entry => entry.Snapshot())];
        }
    }

    public RequestEntry Add(HttpRequest request, string origin)
    {
        lock (_gate)
        {
            var entry = new RequestEntry(this, new RequestRecord
            {
                Id = ++_count,
                Origin = origin,
                Method = request.Method,
                Path = request.Path.Value ?? "/",
                Query = request.QueryString.Value ?? "",
                HasAuthorization = request.Headers.ContainsKey("Authorization"),
                Headers = request.Headers
                    .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            });
            _entries.Enqueue(entry);
            if (_entries.Count > options.KeptRequests)
            {
                _entries.Dequeue();
            }

            SignalLocked();
            return entry;
        }
    }

    public void Failed(Exception failure)
    {
        lock (_gate)
        {
            _failures.Add(failure.ToString());
        }
    }

    public void Changed()
    {
        lock (_gate)
        {
            SignalLocked();
        }
    }

    /// <summary>Waits until a request, past or to come, is as the condition says.</summary>
    public async Task<RequestRecord> WaitAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                // Taken before looking, so that a change between the look and the wait is not missed.
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
