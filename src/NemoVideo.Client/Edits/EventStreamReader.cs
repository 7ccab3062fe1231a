using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>Reads the response to a message as events as they arrive. The stream ends when the connection is closed normally.</summary>
internal static class EventStreamReader
{
    /// <summary>
    /// Reads events. Every byte that arrives, also of a heartbeat, restarts the idle timeout. <paramref name="interrupted"/> turns a
    /// failure into the last event. By default, the failure is thrown.
    /// </summary>
    public static async IAsyncEnumerable<AgentEvent> ReadAsync(
        Stream body, NemoLimits limits, RequestTimeouts timeouts, Redaction redaction, Func<Exception, AgentEvent>? interrupted = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var frames = new FrameReader(body, limits, () => timeouts.ReportActivity());
        await using var ending = frames.ConfigureAwait(false);
        var assembler = new EventAssembler();
        var events = DecodeAsync(frames, assembler, timeouts, redaction).GetAsyncEnumerator(timeouts.Token);
        await using var decoding = events.ConfigureAwait(false);
        ExceptionDispatchInfo? failure = null;
        while (true)
        {
            // Frames that have already arrived would otherwise still be returned.
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (Exception exception)
            {
                // Events that arrived before are returned first.
                failure = ExceptionDispatchInfo.Capture(exception);
                break;
            }

            yield return events.Current;
        }

        foreach (var rest in cancellationToken.IsCancellationRequested ? [] : assembler.Finish())
        {
            yield return rest;
        }

        if (failure is not null && interrupted is not null)
        {
            yield return interrupted(failure.SourceException);
        }
        else
        {
            failure?.Throw();
        }
    }

    private static async IAsyncEnumerable<AgentEvent> DecodeAsync(
        FrameReader frames, EventAssembler assembler, RequestTimeouts timeouts, Redaction redaction)
    {
        var hasEvent = false;
        string? text = null;
        while (await frames.ReadAsync(timeouts.Token).ConfigureAwait(false) is { } frame)
        {
            foreach (var decoded in FrameDecoder.Decode(frame, redaction))
            {
                timeouts.Token.ThrowIfCancellationRequested();
                if (decoded is not HeartbeatEvent)
                {
                    frames.CountEvent();
                }

                // Data that isn't JSON isn't an event of any dialect. An unknown object can be one of a newer service.
                var other = (decoded as UnknownEvent)?.Reason == FrameDecoder.NotJson ? ((UnknownEvent)decoded).Raw : null;
                text ??= other;
                hasEvent |= other is null && decoded is not HeartbeatEvent;

                foreach (var assembled in assembler.Add(decoded))
                {
                    yield return assembled;
                }
            }
        }

        // Of a gateway, or a server that doesn't know the protocol (toolhive 6037, Crane 121).
        text ??= frames.OtherLines.ToString().Trim();
        if (!hasEvent && text.Length > 0)
        {
            yield return FrameDecoder.ReadError(redaction.Redact(text)) with { IsForeign = true };
        }
    }
}
