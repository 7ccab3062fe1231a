using System.Buffers;
using System.IO.Pipelines;

namespace NemoVideo.Client.Transport;

/// <summary>Reads response bodies with a limit, so that a hostile one can't exhaust the memory.</summary>
internal static class ResponseBody
{
    private static readonly string[] Compressions =
        ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"];

    private const int MaxFailureBytes = 1024 * 1024;
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Opens the body for reading as it arrives. Canceling the token ends each read.</summary>
    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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

    /// <summary>Reads a body up to a limit. For an error response, the beginning is enough.</summary>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        using var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
        var limit = response.IsSuccessStatusCode ? maxBytes : Math.Min(maxBytes, MaxFailureBytes);
        using var buffer = new MemoryStream((int)Math.Min(limit, response.Content.Headers.ContentLength ?? ChunkBytes));
        var chunk = new byte[ChunkBytes];
        for (int count; (count = await body.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0;)
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

    /// <summary>
    /// Why a body isn't read; null if it is read. Compression is never requested, and a small body could exhaust the memory. Other encodings,
    /// such as S3's <c>aws-chunked</c>, don't change the size.
    /// </summary>
    public static string? DescribeCompression(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(static one => Compressions.Contains(one, StringComparer.OrdinalIgnoreCase))
            ? "The service compressed its response, although compression was not requested."
            : null;

    public static void CopyHeaders(HttpContent from, HttpContent to)
    {
        foreach (var header in from.Headers)
        {
            to.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>Returns the bytes without a copy, because a response can be large.</summary>
    private static ArraySegment<byte> BytesOf(MemoryStream buffer) => new(buffer.GetBuffer(), 0, (int)buffer.Length);

    private static NemoException TooLarge(int maxBytes, HttpStatusCode status) => new(
        NemoErrorKind.InvalidResponse,
        $"The service's response is larger than {maxBytes} bytes.",
        "If the API URL is correct, reconnect with a higher value for the MaxResponseBytes option.")
    {
        Action = NemoAction.SetApiUrl,
        StatusCode = status,
    };
}

/// <summary>A body whose beginning was read in advance. Readers still get the complete body.</summary>
internal sealed class PeekedContent : StreamContent
{
    private const int MaxPeekBytes = 1024;
    private const int MaxStartLength = 6;

    private PeekedContent(HttpContent content, Stream body)
        : base(body) => ResponseBody.CopyHeaders(content, this);

    /// <summary>
    /// Returns the first six characters after the white space, or fewer if one of them isn't a lowercase letter, because it ends the name of
    /// a field. Empty if the first 1024 bytes contain only white space and the beginning of a name.
    /// </summary>
    public static async Task<string> PeekAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(await ResponseBody.OpenAsync(response, cancellationToken).ConfigureAwait(false));
        response.Content = new PeekedContent(response.Content, reader.AsStream());
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxPeekBytes)).ToArray();
            var start = new string([.. bytes.SkipWhile(IsBlank).Take(MaxStartLength).Select(static one => (char)one)]);
            var isPart = start.Length < MaxStartLength && start.All(static one => one is >= 'a' and <= 'z');
            var isEnough = !isPart || read.IsCompleted || bytes.Length == MaxPeekBytes;

            // The bytes aren't consumed. If there are too few, the next read waits for more.
            reader.AdvanceTo(read.Buffer.Start, isEnough ? read.Buffer.Start : read.Buffer.End);
            if (isEnough)
            {
                return isPart && bytes.Length == MaxPeekBytes ? "" : start;
            }
        }
    }

    /// <summary>Whether a byte is white space or part of a byte order mark.</summary>
    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF;
}

/// <summary>A body that was read. It is attached to the response, so that each handler detects a rejection in a 200 response.</summary>
internal sealed class ReadContent : ByteArrayContent
{
    private ReadContent(ApiResponse body, HttpContent content)
        : base([])
    {
        Body = body;
        ResponseBody.CopyHeaders(content, this);
    }

    public ApiResponse Body { get; }

    /// <summary>The body that was read; null for an event stream or a file, and if there is no response.</summary>
    public static ApiResponse? BodyOf(HttpResponseMessage? response) => (response?.Content as ReadContent)?.Body;

    /// <summary>
    /// The service's code; null for none. With a 5xx status, the service or a gateway failed, so that a code such as 404 says nothing about
    /// a session or a render. For a charged request, a code counts only if the HTTP status is a rejection, or if it is a success and the body
    /// contains nothing but the error. Otherwise, the code can come from the agent's model, after the service has done some of the work.
    /// </summary>
    public static int? CodeOf(HttpResponseMessage? response) =>
        response is { IsSuccessStatusCode: false, StatusCode: >= HttpStatusCode.InternalServerError }
            || (response?.RequestMessage is ApiRequest { Kind: RequestKind.Charged } && !CanReject(response)) ? null
        : BodyOf(response)?.Code;

    private static bool CanReject(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? BodyOf(response)?.Json is { } json && ErrorFields.AreAll(json)
        : ServiceCodes.IsRejection((int)response.StatusCode);

    /// <summary>
    /// Whether a 404 for a session or a render isn't a failure of the service in JSON, such as the web page of a gateway. It doesn't show
    /// that the session or the render doesn't exist.
    /// </summary>
    public static bool IsNotFoundPage(HttpResponseMessage? response) =>
        response is
        {
            StatusCode: HttpStatusCode.NotFound,
            RequestMessage: ApiRequest { Call.IsOfSession: true } or ApiRequest { Call.IsOfRender: true, IsAuthorized: true },
        }
        && BodyOf(response) is { IsFailure: false };

    /// <summary>Closes the original content. Its unread part isn't needed.</summary>
    public static void Replace(HttpResponseMessage response, ApiResponse body)
    {
        var content = new ReadContent(body, response.Content);
        response.Content.Dispose();
        response.Content = content;
    }
}
