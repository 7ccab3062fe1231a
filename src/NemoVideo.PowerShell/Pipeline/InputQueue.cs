namespace NemoVideo.PowerShell;

/// <summary>Passes the inputs of a command to its work, one at a time, when the work asks for the next one.</summary>
internal sealed class InputQueue<T> : IAsyncEnumerable<T>, IAsyncEnumerator<T>
{
    private TaskCompletionSource<bool>? _asked;
    private bool _isComplete;
    private bool _isCanceled;

    /// <summary>Whether the work waits for an input.</summary>
    public bool IsAsked => _asked is not null;

    public T Current { get; private set; } = default!;

    public void Set(T input)
    {
        Current = input;
        Answer(true);
    }

    /// <summary>Ends the inputs.</summary>
    public void Complete()
    {
        _isComplete = true;
        Answer(false);
    }

    /// <summary>Ends the work that waits for an input. Thread-safe.</summary>
    public void Cancel()
    {
        _isCanceled = true;
        _asked?.TrySetCanceled();
    }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_isComplete || _isCanceled)
        {
            return _isCanceled ? throw new OperationCanceledException() : new ValueTask<bool>(false);
        }

        _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask<bool>(_asked.Task);
    }

    public ValueTask DisposeAsync() => default;

    private void Answer(bool hasInput)
    {
        var asked = _asked;
        _asked = null;
        asked?.TrySetResult(hasInput);
    }
}
