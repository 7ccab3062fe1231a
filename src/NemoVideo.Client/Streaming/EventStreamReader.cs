using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Reads the body of a message's answer as events, as they come. There is no "done" event: a clean close is the end.</summary>
internal static class EventStreamReader
{
#if !NET
    private const int MaxStepsToPending = 1000;

#endif
    /// <param name="body">The body; disposed by its owner.</param>
    /// <param name="limits">The largest single event, and how much all of them may be.</param>
    /// <param name="timeouts">Its silence begins anew with each event that is no heartbeat.</param>
    /// <param name="redaction">Replaces the token in each event, but not in a text: that is yet to be put together.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<AgentEvent> ReadAsync(
        Stream body, NemoLimits limits, RequestTimeouts timeouts, Redaction redaction, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeouts.Token);
        using var bytes = new EventByteStream(body, limits);
        var frames = SseParser.Create(bytes).EnumerateAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var assembler = new EventAssembler();
        ExceptionDispatchInfo? failure = null;
        Task<bool>? next = null;
        try
        {
            for (var number = 0; ; number++)
            {
                // What has already arrived would otherwise go on coming out.
                cancellationToken.ThrowIfCancellationRequested();
                next = frames.MoveNextAsync().AsTask();
                bool isRead;
                do
                {
                    foreach (var beat in bytes.Seen.TakeBeats(number))
                    {
                        yield return beat;
                    }

                    await Task.WhenAny(next, bytes.Seen.Beat).ConfigureAwait(false);
                    isRead = next.IsCompleted;
                }
                while (!isRead);

                // What came together with the event, but before it.
                foreach (var beat in bytes.Seen.TakeBeats(number))
                {
                    yield return beat;
                }

                bool hasNext;
                try
                {
                    hasNext = await next.ConfigureAwait(false);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // What has come so far was said and done: it goes out before the failure does.
                    failure = ExceptionDispatchInfo.Capture(exception);
                    hasNext = false;
                }

                if (hasNext && number == limits.MaxStreamEvents)
                {
                    failure = ExceptionDispatchInfo.Capture(StreamLimit.OfEvents(limits.MaxStreamEvents));
                    hasNext = false;
                }

                if (!hasNext)
                {
                    break;
                }

                var note = bytes.Seen.TakeNote();
                var events = FrameDecoder.Decode(note.IsNamed ? frames.Current.EventType : null, frames.Current.Data, note.Stray, redaction);
                if (!events.Any(static one => one is HeartbeatEvent))
                {
                    timeouts.Touch();
                }

                foreach (var assembled in events.SelectMany(assembler.Take))
                {
                    yield return assembled;
                }
            }

            foreach (var beat in bytes.Seen.TakeBeats(int.MaxValue))
            {
                yield return beat;
            }

            foreach (var rest in assembler.Finish(isBroken: failure is not null))
            {
                yield return rest;
            }

            failure?.Throw();
        }
        finally
        {
            // The consumer may leave while a read is pending (Select-Object -First): end it first, an iterator must not be
            // disposed in mid-step.
#if NET
            await stop.CancelAsync().ConfigureAwait(false);
#else
            // Without a read to cancel, this handler would read on in the background for seconds before it closes: what is
            // there already is passed over until one is pending.
            for (var step = 0; step < MaxStepsToPending && next is { Status: TaskStatus.RanToCompletion, Result: true }; step++)
            {
                next = frames.MoveNextAsync().AsTask();
            }

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
        catch (Exception exception) when (exception is NemoException || ApiTransport.IsTransport(exception))
        {
            // It was ended on purpose, or its failure has already been thrown to the consumer.
        }
    }
}
