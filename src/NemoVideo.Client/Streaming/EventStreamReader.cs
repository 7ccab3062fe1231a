using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Reads the response to a message as events as they arrive. The stream ends when the connection is closed normally.</summary>
internal static class EventStreamReader
{
    private static readonly HeartbeatEvent Heartbeat = new();

    /// <summary>
    /// Reads events. Heartbeats don't restart the idle timeout. Pieces of text are assembled before the token is redacted.
    /// </summary>
    public static async IAsyncEnumerable<AgentEvent> ReadAsync(
        Stream body, NemoLimits limits, RequestTimeouts timeouts, Redaction redaction, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var frames = new FrameReader(body, limits);
        await using var ending = frames.ConfigureAwait(false);
        var assembler = new EventAssembler();
        ExceptionDispatchInfo? failure = null;
        while (true)
        {
            // Frames that have already arrived would otherwise still be returned.
            cancellationToken.ThrowIfCancellationRequested();
            Frame? frame = null;
            try
            {
                frame = await frames.ReadAsync(timeouts.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Events that arrived before are returned first.
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            if (frame is not { } current)
            {
                break;
            }

            if (current.Data is null)
            {
                yield return Heartbeat;
                continue;
            }

            var events = FrameDecoder.Decode(current, redaction);
            if (!events.Any(static one => one is HeartbeatEvent))
            {
                timeouts.ReportActivity();
            }

            foreach (var assembled in events.SelectMany(assembler.Add))
            {
                yield return assembled;
            }
        }

        foreach (var rest in assembler.Finish(isBroken: failure is not null))
        {
            yield return rest;
        }

        failure?.Throw();
    }
}
