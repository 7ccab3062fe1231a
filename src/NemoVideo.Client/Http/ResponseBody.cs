using System.IO.Compression;

namespace NemoVideo.Client.Http;

/// <summary>Reads response bodies with a limit, so that a hostile one can't exhaust the memory.</summary>
internal static class ResponseBody
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>
    /// Opens the body for reading as it arrives. Canceling the token ends each read. Some gateways compress what nobody asked for
    /// (gcsproxy 15).
    /// </summary>
    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await OpenRawAsync(response, cancellationToken).ConfigureAwait(false);
        return EncodingOf(response) switch
        {
            null => body,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            var encoding => throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The service, or a gateway, compressed its response with '{encoding}', which the module didn't ask for.",
                "If a proxy compresses responses, ask its administrator to leave them as they are.")
            { Outcome = Outcome.Unknown },
        };
    }

    /// <summary>How the body is compressed; null if it isn't.</summary>
    public static string? EncodingOf(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.LastOrDefault()?.Trim().ToLowerInvariant() is { } encoding
            && encoding is "gzip" or "x-gzip" or "deflate" or "br" or "zstd" ? encoding : null;

    private static async Task<Stream> OpenRawAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
#if NET
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);

        // .NET Framework's network stream ignores a token: closing it ends the read. The registration lives as long as the token.
        cancellationToken.Register(body.Dispose);
        return body;
#endif
    }

    /// <summary>Reads a body up to a limit.</summary>
    /// <exception cref="NemoException">The body is larger.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        using var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream((int)Math.Min(maxBytes, response.Content.Headers.ContentLength ?? ChunkBytes));
        var chunk = new byte[ChunkBytes];
        for (int count; (count = await body.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (buffer.Length + count > maxBytes)
            {
                throw new NemoException(
                    NemoErrorKind.InvalidResponse, $"The service's response is larger than {maxBytes} bytes.",
                    "If the API URL is correct, reconnect with a higher value for the MaxResponseBytes option.")
                { Outcome = Outcome.Unknown, Action = NemoAction.SetApiUrl, StatusCode = response.StatusCode };
            }

            buffer.Write(chunk, 0, count);
        }

        return new(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
