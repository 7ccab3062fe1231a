namespace NemoVideo.Emulator.Recording;

/// <summary>The growing record of one request. Every change is visible to readers of the log at once.</summary>
internal sealed class RequestEntry(RequestLog log, RequestRecord record)
{
    private readonly Lock _gate = new();
    private RequestRecord _record = record;

    public RequestRecord Snapshot()
    {
        lock (_gate)
        {
            return _record;
        }
    }

    public void Received(int byteCount) => Change(old => old with { BytesReceived = old.BytesReceived + byteCount });

    public void BodyWas(string text) => Change(old => old with { Body = text });

    // Of an answer that begins when its connection is gone already, nobody sees the status.
    public void Answered(int status) => Change(old => old.State == RequestState.Open ? old with { Status = status } : old);

    public void SentEvent() => Change(old => old with { EventsSent = old.EventsSent + 1 });

    public void Held() => Change(old => old with { HoldCount = old.HoldCount + 1 });

    public void Aborted() => End(RequestState.Aborted);

    public void Completed()
    {
        End(RequestState.Completed);
        Change(old => old with { IsDone = true });
    }

    // Whichever end comes first stands: a client that goes after the answer was complete aborts nothing.
    private void End(RequestState state) => Change(old => old.State == RequestState.Open ? old with { State = state } : old);

    private void Change(Func<RequestRecord, RequestRecord> change)
    {
        lock (_gate)
        {
            _record = change(_record);
        }

        log.Changed();
    }
}
