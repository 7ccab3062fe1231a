namespace NemoVideo.Emulator.Recording;

/// <summary>The latest requests in order of arrival, and the emulator's internal errors.</summary>
internal sealed class RequestLog(EmulatorOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<RequestEntry> _entries = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Signal _changed = new();
    private long _count;

    /// <summary>Releases the requests that faults hold.</summary>
    public Signal Released { get; } = new();

    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>Completes when a request arrives or changes. Read it before the requests, so that no change is missed.</summary>
    public Task NextChange => _changed.Next;

    /// <summary>The requests after this ID.</summary>
    public IReadOnlyList<RequestRecord> Snapshot(long after = 0)
    {
        lock (_lock)
        {
            // IDs have no gaps, so this many requests were removed from the start.
            var removed = _count - _entries.Count;
            return [.. _entries.Skip((int)Math.Clamp(after - removed, 0, _entries.Count)).Select(entry => entry.Record)];
        }
    }

    /// <summary>The latest requests, at most this many.</summary>
    public IReadOnlyList<RequestRecord> Latest(int count)
    {
        lock (_lock)
        {
            return [.. _entries.Skip(Math.Max(0, _entries.Count - count)).Select(entry => entry.Record)];
        }
    }

    public RequestEntry Add(HttpRequest request, EmulatorListener listener)
    {
        RequestEntry entry;
        lock (_lock)
        {
            entry = new RequestEntry(_changed, Released.Next, options.TimeProvider, new RequestRecord(
                Id: ++_count,
                Origin: listener.Name,
                Method: request.Method,
                Path: request.Path.Value ?? "/",
                Query: request.QueryString.Value ?? "",
                HasAuthorization: request.Headers.ContainsKey("Authorization"),
                Headers: request.Headers
                    .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                ReceivedAt: options.TimeProvider.GetUtcNow()));
            _entries.Enqueue(entry);
            if (_entries.Count > options.MaxRecordedRequests)
            {
                _entries.Dequeue();
            }
        }

        _changed.Raise();
        return entry;
    }

    public void AddFailure(Exception failure) => _failures.Enqueue(failure.ToString());

    /// <summary>Waits until a past or future request matches the condition.</summary>
    public async Task<RequestRecord> WaitAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (Snapshot().FirstOrDefault(condition) is { } found)
            {
                return found;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>The record of a request in progress. Every change is visible in the log at once.</summary>
internal sealed class RequestEntry(Signal changed, Task released, TimeProvider time, RequestRecord record)
{
    private readonly Lock _lock = new();
    private volatile RequestRecord _record = record;

    public RequestRecord Record => _record;

    /// <summary>Completes at the first release after the request became visible in the log.</summary>
    public Task Released => released;

    // If the connection has already ended, the client doesn't see this status.
    public void SetResponse(int status, Rejection? rejection)
    {
        var text = rejection is null ? null : string.Create(CultureInfo.InvariantCulture, $"{rejection.Code}: {rejection.Message}");
        Change(old => old.State == RequestState.Open ? old with { Status = status, Rejection = text } : old);
    }

    public void AddHold() => Change(old => old with { HoldCount = old.HoldCount + 1 });

    public void SetAborted() => End(RequestState.Aborted);

    public void SetCompleted() => End(RequestState.Completed);

    /// <summary>Marks the end of the work on the request. If nothing has ended the request before, it is completed.</summary>
    public void SetDone()
    {
        SetCompleted();
        Change(old => old with { IsDone = true });
    }

    public void Change(Func<RequestRecord, RequestRecord> change)
    {
        lock (_lock)
        {
            _record = change(_record);
        }

        changed.Raise();
    }

    // Only the first end counts: a client that disconnects after the complete response doesn't abort it.
    private void End(RequestState state) =>
        Change(old => old.State == RequestState.Open ? old with { State = state, EndedAt = time.GetUtcNow() } : old);
}
