using System.Text;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Faults;

/// <summary>A body that is never whole in memory: what stands in it between &lt;&lt; and &gt;&gt; comes many times, or without end.</summary>
/// <param name="text">The body's text.</param>
/// <param name="count">How many times; null without end.</param>
internal sealed partial class FloodBody(string text, long? count)
{
    private const int LeastChunkBytes = 64 * 1024;

    public async Task WriteAsync(Stream body, CancellationToken cancellationToken)
    {
        // Split at what is repeated: every second piece is.
        var pieces = RepeatedForm().Split(text);
        for (var i = 0; i < pieces.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(pieces[i]);
            await (i % 2 == 0 ? body.WriteAsync(bytes, cancellationToken).AsTask() : RepeatAsync(body, bytes, cancellationToken));
        }
    }

    private async Task RepeatAsync(Stream body, byte[] bytes, CancellationToken cancellationToken)
    {
        var inChunk = Math.Max(1, LeastChunkBytes / bytes.Length);
        var chunk = new byte[inChunk * bytes.Length];
        for (var i = 0; i < inChunk; i++)
        {
            bytes.CopyTo(chunk, i * bytes.Length);
        }

        for (var left = count ?? long.MaxValue; left > 0; left -= inChunk)
        {
            await body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, inChunk) * bytes.Length), cancellationToken);
        }
    }

    [GeneratedRegex("<<(.+?)>>", RegexOptions.Singleline)]
    private static partial Regex RepeatedForm();
}
