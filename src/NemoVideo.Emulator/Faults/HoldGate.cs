namespace NemoVideo.Emulator.Faults;

/// <summary>Where held streams wait.</summary>
internal sealed class HoldGate
{
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next release. Taken when a request comes in: one that is told to go on before it stands still does not stand still.</summary>
    public Task Released => Volatile.Read(ref _released).Task;

    /// <summary>Lets go on whoever waits now; who comes later waits for the next release.</summary>
    public void Release() =>
        Interlocked.Exchange(ref _released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
}
