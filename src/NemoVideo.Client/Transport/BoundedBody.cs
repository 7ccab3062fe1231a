using System.Net;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Reads an answer's body into memory up to a limit, so that a hostile answer cannot take all of it. Of a failure only the
/// beginning is read: its status tells what it is, whatever goes on behind that.
/// </summary>
internal static class BoundedBody
{
    private const int MaxFailureBytes = 1024 * 1024;
    private const int ChunkBytes = 16 * 1024;

    public static async Task<ArraySegment<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
#if NET
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);

        // .NET Framework's network stream does not honour a token: closing it ends the read.
        using var registration = cancellationToken.Register(body.Dispose);
#endif
        var limit = response.IsSuccessStatusCode ? maxBytes : Math.Min(maxBytes, MaxFailureBytes);
        using var buffer = new MemoryStream((int)Math.Min(limit, response.Content.Headers.ContentLength ?? ChunkBytes));
        var chunk = new byte[ChunkBytes];
        int count;
        while ((count = await body.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var room = limit - (int)buffer.Length;
            buffer.Write(chunk, 0, Math.Min(count, room));
            if (count > room)
            {
                return response.IsSuccessStatusCode ? throw TooLarge(maxBytes, response.StatusCode) : BytesOf(buffer);
            }
        }

        return BytesOf(buffer);
    }

    /// <summary>Not a copy: an answer can be large.</summary>
    private static ArraySegment<byte> BytesOf(MemoryStream buffer) => new(buffer.GetBuffer(), 0, (int)buffer.Length);

    private static NemoException TooLarge(int maxBytes, HttpStatusCode status) => new(
        NemoErrorKind.InvalidResponse,
        $"The service's answer is larger than {maxBytes} bytes and was not read further.",
        "Check that the API address is right. The limit is the connection's MaxResponseBytes.")
    {
        StatusCode = status,
    };
}
