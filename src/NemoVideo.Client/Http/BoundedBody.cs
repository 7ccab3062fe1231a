namespace NemoVideo.Client.Http;

/// <summary>Reads a body into memory up to a limit, so that a hostile answer cannot take all of it.</summary>
internal static class BoundedBody
{
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
#if NET
        using var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        using var body = await content.ReadAsStreamAsync().ConfigureAwait(false);

        // .NET Framework's network stream does not honour a token: closing it ends the read.
        using var registration = cancellationToken.Register(body.Dispose);
#endif
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + count > maxBytes)
            {
                throw new NemoException(
                    NemoErrorKind.InvalidAnswer,
                    $"The service's answer is larger than {maxBytes} bytes and was not read further.",
                    "Check that the API address is right.");
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }
}
