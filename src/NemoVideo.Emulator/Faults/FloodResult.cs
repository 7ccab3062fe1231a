using System.IO.Compression;

namespace NemoVideo.Emulator.Faults;

/// <summary>
/// A response of any size without a length, compressed if the rule says so. Text between &lt;&lt; and &gt;&gt; is repeated,
/// a number of times or without end, and never all in memory.
/// </summary>
internal sealed partial class FloodResult(FaultRule fault) : IResult
{
    private const int MinChunkBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = fault.Number;
        response.ContentType = fault.MediaType;
        if (!fault.IsCompressed)
        {
            await WriteAsync(response.Body, httpContext.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var compressed = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await WriteAsync(compressed, httpContext.RequestAborted);
    }

    private async Task WriteAsync(Stream body, CancellationToken cancellationToken)
    {
        // Every second piece is one to repeat.
        var pieces = Repeated().Split(fault.Argument!);
        for (var i = 0; i < pieces.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(pieces[i]);
            await (i % 2 == 0 ? body.WriteAsync(bytes, cancellationToken).AsTask() : RepeatAsync(body, bytes, cancellationToken));
        }
    }

    private async Task RepeatAsync(Stream body, byte[] bytes, CancellationToken cancellationToken)
    {
        var inChunk = Math.Max(1, MinChunkBytes / bytes.Length);
        byte[] chunk = [.. Enumerable.Repeat(bytes, inChunk).SelectMany(static copy => copy)];
        for (var remaining = fault.Count ?? long.MaxValue; remaining > 0; remaining -= inChunk)
        {
            await body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(remaining, inChunk) * bytes.Length), cancellationToken);
        }
    }

    [GeneratedRegex("<<(.+?)>>", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
