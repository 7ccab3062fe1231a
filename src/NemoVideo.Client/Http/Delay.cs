namespace NemoVideo.Client.Http;

/// <summary>Waits with an injected time provider.</summary>
internal static class Delay
{
    public static Task ForAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, time, cancellationToken);
#else
        time.Delay(delay, cancellationToken);
#endif

    /// <summary>Waits for a shared task. Canceling the wait doesn't cancel the task.</summary>
    public static async Task<T> UntilAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
#if NET
        return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
#else
        var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => canceled.TrySetResult(true)))
        {
            await Task.WhenAny(task, canceled.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await task.ConfigureAwait(false);
#endif
    }
}
