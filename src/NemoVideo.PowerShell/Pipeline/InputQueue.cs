using System.Runtime.ExceptionServices;

namespace NemoVideo.PowerShell.Pipeline;

/// <summary>Passes the inputs of a command to its work, one at a time, when the work asks for the next one.</summary>
internal sealed class InputQueue<T> : IAsyncEnumerable<T>, IAsyncEnumerator<T>
{
    private TaskCompletionSource<bool>? _asked;
    private bool _isComplete;

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

    /// <summary>Ends the work that waits for an input.</summary>
    public void Cancel() => _asked?.TrySetCanceled();

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_isComplete)
        {
            return new ValueTask<bool>(false);
        }

        _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask<bool>(_asked.Task);
    }

    public ValueTask DisposeAsync() => default;

    private void Answer(bool hasInput)
    {
        var asked = _asked;
        _asked = null;
        asked?.SetResult(hasInput);
    }
}

internal static class InputLoop
{
    /// <summary>
    /// Runs an action for each input, at most <paramref name="throttle"/> at a time, and waits for all of them. The next input is requested
    /// when there is room for it, and if no error waits for the end of those that are running.
    /// </summary>
    public static async Task ForEachAsync<T>(this IAsyncEnumerable<T> inputs, int throttle, PipelineWriter output, Func<T, Task> action)
    {
        var running = 0;
        var ended = new TaskCompletionSource<bool>();
        ExceptionDispatchInfo? failure = null;
        var reader = inputs.GetAsyncEnumerator();
        try
        {
            while (true)
            {
                while (running >= throttle)
                {
                    await WaitForEndAsync();
                }

                await WaitAsync(output.Resumed);
                var next = reader.MoveNextAsync().AsTask();
                await WaitAsync(next);
                if (!await next)
                {
                    break;
                }

                await WaitAsync(output.Resumed);
                running++;
                _ = RunAsync(reader.Current);
            }
        }
        finally
        {
            while (running > 0)
            {
                await WaitForEndAsync(mayThrow: false);
            }
        }

        failure?.Throw();

        async Task RunAsync(T input)
        {
            try
            {
                await action(input);
            }
            catch (Exception exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                running--;
                ended.TrySetResult(true);
            }
        }

        async Task WaitAsync(Task task)
        {
            while (!task.IsCompleted)
            {
                await WaitForEndAsync(task);
            }
        }

        // Waits for the end of an action, or of a task if that is earlier.
        async Task WaitForEndAsync(Task? task = null, bool mayThrow = true)
        {
            await Task.WhenAny(task ?? ended.Task, ended.Task);
            ended = ended.Task.IsCompleted ? new() : ended;
            if (mayThrow)
            {
                failure?.Throw();
            }
        }
    }
}
