using System.Runtime.ExceptionServices;

namespace NemoVideo.PowerShell;

internal static class InputLoop
{
    /// <summary>
    /// Runs an action for each input, at most <paramref name="throttle"/> at a time, and waits for all of them. A failure cancels the
    /// others. The next input is requested when there is room for it, and when nothing waits that can end the command.
    /// </summary>
    public static async Task ForEachAsync<T>(this IAsyncEnumerable<T> inputs, int throttle, PipelineWriter output, Func<T, Task> action)
    {
        using var slots = new SemaphoreSlim(throttle);
        List<Task> running = [];
        ExceptionDispatchInfo? failure = null;
        var reader = inputs.GetAsyncEnumerator();
        try
        {
            while (true)
            {
                await slots.WaitAsync();
                failure?.Throw();
                await output.Running.Resumed;
                if (!await reader.MoveNextAsync())
                {
                    break;
                }

                await output.Running.Resumed;
                failure?.Throw();

                running.RemoveAll(static one => one.IsCompleted);
                running.Add(RunAsync(reader.Current));
            }
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            // The failure canceled the wait.
        }
        finally
        {
            await Task.WhenAll(running);
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
                // The others are canceled when what is charged has ended.
                failure ??= ExceptionDispatchInfo.Capture(exception);
                output.Running.EndWhenIdle(output.Calls.Cancel);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
