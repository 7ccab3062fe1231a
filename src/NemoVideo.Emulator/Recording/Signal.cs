namespace NemoVideo.Emulator.Recording;

/// <summary>A signal that can be raised again and again. Each time, it continues everything that waits for it.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the signal is raised next. Read it before the check or the pause, so that nothing in between is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
