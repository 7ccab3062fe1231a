namespace NemoVideo.Emulator.Recording;

/// <summary>All requests in order of arrival, and the emulator's own failures.</summary>
internal sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<RequestEntry> _entries = [];
    private readonly List<string> _failures = [];
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

    public IReadOnlyList<RequestRecord> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => entry.Snapshot())];
        }
    }

    public RequestEntry Add(HttpRequest request, string origin)
    {
        lock (_gate)
        {
            var entry = new RequestEntry(this, new RequestRecord
            {
                Id = _entries.Count + 1,
                Origin = origin,
                Method = request.Method,
                Path = request.Path.Value ?? "/",
                Query = request.QueryString.Value ?? "",
                HasAuthorization = request.Headers.ContainsKey("Authorization"),
                Headers = request.Headers
                    .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            });
            _entries.Add(entry);
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
