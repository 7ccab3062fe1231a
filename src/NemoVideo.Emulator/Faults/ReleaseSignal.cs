namespace NemoVideo.Emulator.Faults;

/// <summary>Releases the requests that faults hold.</summary>
internal sealed class ReleaseSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next release. Read it when the request arrives, so that a release before the actual pause isn't missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Release() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
