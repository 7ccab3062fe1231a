using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using NemoVideo.Baseline;

namespace NemoVideo.Sink;

/// <summary>Event streams.</summary>
internal static class SinkEvents
{
    private const int EventsPerBlock = 1000;

    private static readonly byte[] Block = SampleEvents.Create(EventsPerBlock);

    public static async Task SendAsync(PipeWriter writer, string[] message, CancellationToken cancellationToken)
    {
        switch (message[0])
        {
            case "events":
                for (var left = Number(message[1]); left > 0; left -= EventsPerBlock)
                {
                    await writer.WriteAsync(Block, cancellationToken);
                }

                break;
            case "paced":
                for (var left = Number(message[1]); left > 0; left--)
                {
                    await Task.Delay(Number(message[2]), cancellationToken);
                    await writer.WriteAsync(Timestamped("""{"type":"tool_call","name":"wait","args":{"at":$}}"""), cancellationToken);
                }

                break;
            case "text":
                await writer.WriteAsync(Timestamped("""{"type":"text","content":"Nothing to change at $"}"""), cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"The sink doesn't know the message '{string.Join(' ', message)}'.");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>An event with the time at which it is sent, as <see cref="Stopwatch"/> measures it in every process of the computer.</summary>
    private static byte[] Timestamped(string json) =>
        Encoding.UTF8.GetBytes("data: " + json.Replace("$", Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n\n");
}
