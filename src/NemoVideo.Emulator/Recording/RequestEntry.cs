namespace NemoVideo.Emulator.Recording;

/// <summary>The record of a request in progress. Every change is visible in the log at once.</summary>
internal sealed class RequestEntry(RequestLog log, RequestRecord record)
{
    private readonly Lock _lock = new();
    private RequestRecord _record = record;

    public RequestRecord Snapshot()
    {
        lock (_lock)
        {
            return _record;
        }
    }

    public void AddReceived(int byteCount) => Change(old => old with { BytesReceived = old.BytesReceived + byteCount });

    public void SetBody(string text) => Change(old => old with { Body = text });

    // If the connection has already ended, the client doesn't see this status.
    public void SetStatus(int status) => Change(old => old.State == RequestState.Open ? old with { Status = status } : old);

    public void AddSentEvent() => Change(old => old with { EventsSent = old.EventsSent + 1 });

    public void AddHold() => Change(old => old with { HoldCount = old.HoldCount + 1 });

    public void SetAborted() => End(RequestState.Aborted);

    public void SetCompleted()
    {
        End(RequestState.Completed);
        Change(old => old with { IsDone = true });
    }

    // Only the first end counts: a client that disconnects after the complete response doesn't abort it.
    private void End(RequestState state) => Change(old => old.State == RequestState.Open ? old with { State = state } : old);

    private void Change(Func<RequestRecord, RequestRecord> change)
    {
        lock (_lock)
        {
            _record = change(_record);
        }

        log.NotifyChanged();
    }
}
