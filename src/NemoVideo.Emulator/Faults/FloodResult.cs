using System.IO.Compression;

namespace NemoVideo.Emulator.Faults;

/// <summary>
/// A response of any size without a Content-Length, and compressed if the rule specifies gzip. Text between &lt;&lt; and &gt;&gt; is
/// repeated a number of times or endlessly. The whole response is never in memory.
/// </summary>
internal sealed partial class FloodResult(FaultRule fault) : IResult
{
    private const int MinChunkBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = fault.Number;
        response.ContentType = fault.MediaType;
        response.Headers.ContentEncoding = fault.IsCompressed ? "gzip" : default(string);
        await using var compressed = fault.IsCompressed ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true) : null;
        foreach (var (i, piece) in Repeated().Split(fault.Argument!).Index())
        {
            // Every second piece is repeated.
            var count = i % 2 == 0 ? 1 : fault.Count ?? long.MaxValue;
            await WriteAsync(compressed ?? response.Body, Encoding.UTF8.GetBytes(piece), count, httpContext.RequestAborted);
        }
    }

    private static async Task WriteAsync(Stream body, byte[] bytes, long count, CancellationToken cancellationToken)
    {
        var inChunk = (int)Math.Min(count, Math.Max(1, MinChunkBytes / Math.Max(1, bytes.Length)));
        byte[] chunk = [.. Enumerable.Repeat(bytes, inChunk).SelectMany(static copy => copy)];
        for (var remaining = count; remaining > 0; remaining -= inChunk)
        {
            await body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(remaining, inChunk) * bytes.Length), cancellationToken);
        }
    }

    [GeneratedRegex("<<(.+?)>>", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
