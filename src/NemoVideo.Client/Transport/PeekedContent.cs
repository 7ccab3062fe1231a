namespace NemoVideo.Client.Transport;

/// <summary>A body whose beginning has been looked at. Whoever reads it gets it whole, as it comes.</summary>
internal sealed class PeekedContent : StreamContent
{
    private const int MaxBeginBytes = 1024;

    private PeekedContent(HttpContent content, Stream body)
        : base(body)
    {
        foreach (var header in content.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>The first character of a body that is no space; null where none comes, or none in its first 1024 bytes.</summary>
    public static async Task<char?> PeekAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
#if NET
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);

        // .NET Framework's network stream does not honour a token: closing it ends the read.
        using var registration = cancellationToken.Register(body.Dispose);
#endif
        var begin = new byte[MaxBeginBytes];
        var length = 0;
        int read;
        char? first = null;
        while (first is null
            && (read = await body.ReadAsync(begin, length, begin.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            first = begin.Skip(length).Take(read).Where(static one => !IsBlank(one)).Select(static one => (char?)one).FirstOrDefault();
            length += read;
        }

        response.Content = new PeekedContent(response.Content, new PeekedStream(new MemoryStream(begin, 0, length), body));
        return first;
    }

    /// <summary>Space, a line end, or one of the three bytes of a byte order mark.</summary>
    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF;
}
