namespace NemoVideo.Client.Http;

/// <summary>The waits of the client, all on the connection's clock so that tests move it instead of sleeping.</summary>
internal static class Pause
{
    public static Task ForAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, time, cancellationToken);
#else
        time.Delay(delay, cancellationToken);
#endif

    public static CancellationTokenSource CancelAfter(TimeSpan delay, TimeProvider time) =>
#if NET
        new(delay, time);
#else
        time.CreateCancellationTokenSource(delay);
#endif
}
