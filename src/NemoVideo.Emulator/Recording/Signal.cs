namespace NemoVideo.Emulator.Recording;

/// <summary>A signal that can be raised repeatedly. Each time, it releases all waiting tasks.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the signal is raised next. Read it before the condition is checked, so that no signal is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
