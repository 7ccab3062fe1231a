using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Streaming;

/// <summary>Reads the body of a message's answer as events, as they come. There is no "done" event: a clean close is the end.</summary>
internal static class EventStreamReader
{
    /// <param name="body">The body; disposed by its owner.</param>
    /// <param name="maxEventBytes">The largest single event.</param>
    /// <param name="clock">Its silence begins anew with each event that is no heartbeat.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<AgentEvent> ReadAsync(
        Stream body, int maxEventBytes, CallClock clock, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        using var bytes = new EventByteStream(body, maxEventBytes);
        var frames = SseParser.Create(bytes).EnumerateAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var texts = new TextAssembler();
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                next = frames.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    await Task.WhenAny(next, bytes.Beat).ConfigureAwait(false);
                    for (var beats = bytes.TakeBeats(); beats > 0; beats--)
                    {
                        yield return new HeartbeatEvent();
                    }
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                foreach (var decoded in FrameDecoder.Decode(frames.Current.EventType, frames.Current.Data))
                {
                    if (decoded is not HeartbeatEvent)
                    {
                        clock.Touch();
                    }

                    if (decoded is TextEvent text)
                    {
                        texts.Observe(text);
                    }

                    yield return decoded;
                }
            }

            if (texts.Finish() is { } unfinished)
            {
                yield return unfinished;
            }
        }
        finally
        {
            // The consumer may leave while a read is pending (Select-Object -First): end it first, an iterator must not be
            // disposed in mid-step.
#if NET
            await stop.CancelAsync().ConfigureAwait(false);
#else
            stop.Cancel();
#endif
            await EndAsync(next).ConfigureAwait(false);
            await frames.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Task<bool>? read)
    {
        try
        {
            if (read is not null)
            {
                await read.ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or NemoException || ConnectionFailure.IsOne(exception))
        {
            // It was ended on purpose, or its failure has already been thrown to the consumer.
        }
    }
}
