namespace NemoVideo.Client.Transport;

/// <summary>The poll loop of the client's calls, on the connection's <see cref="TimeProvider"/>.</summary>
internal static class Polling
{
    /// <summary>Reads again after each interval until a value is accepted or the polls are used up. Returns the last value.</summary>
    /// <param name="transport">The connection. If it is closed, the wait ends.</param>
    /// <param name="value">The first value.</param>
    /// <param name="readNext">Reads the next value. Its argument is the previous one.</param>
    /// <param name="isAccepted">Whether a value ends the loop.</param>
    /// <param name="maxPolls">How often the next value is read at most.</param>
    /// <param name="interval">The wait before each of these reads.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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
