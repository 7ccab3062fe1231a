namespace NemoVideo.Emulator.Faults;

/// <summary>Where held streams wait.</summary>
internal sealed class HoldGate
{
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _released).Task.WaitAsync(cancellationToken);

    /// <summary>Lets go on whoever waits now; who comes later waits for the next release.</summary>
    public void Release() =>
        Interlocked.Exchange(ref _released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
}
