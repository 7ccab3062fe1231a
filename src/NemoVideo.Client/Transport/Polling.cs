namespace NemoVideo.Client.Transport;

/// <summary>The poll loop of the client's calls, on the connection's <see cref="TimeProvider"/>.</summary>
internal static class Polling
{
    /// <summary>
    /// Waits and reads the next value from the previous one, until a value is accepted or the polls are used up. Returns the last value.
    /// Closing the connection cancels the wait.
    /// </summary>
    public static async Task<T> PollUntilAsync<T>(
        this ApiTransport transport,
        T value,
        Func<T, Task<T>> readNext,
        Func<T, bool> isAccepted,
        int maxPolls,
        TimeSpan interval,
        CancellationToken cancellationToken)
    {
        for (var poll = 0; poll < maxPolls && !isAccepted(value); poll++)
        {
            await transport.PauseAsync(interval, cancellationToken).ConfigureAwait(false);
            value = await readNext(value).ConfigureAwait(false);
        }

        return value;
    }
}
