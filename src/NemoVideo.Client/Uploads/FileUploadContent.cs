using System.Buffers;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Uploads;

/// <summary>
/// Sends a file as multipart/form-data, streamed with an exact Content-Length. The framework's content throws for a quote in a file name
/// and encodes other names as MIME words. This class sends names as curl does: raw UTF-8 with escaped quotes and line breaks.
/// </summary>
internal sealed class FileUploadContent : HttpContent
{
    // The activity is reported after each chunk, so an upload with less than a chunk in the idle timeout looks idle.
    private const int ChunkBytes = 256 * 1024;

    private readonly MediaFile _file;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly RequestTimeouts _timeouts;
    private readonly IProgress<TransferProgress>? _progress;
    private readonly TimeSpan _workTimeout;

    /// <summary>Creates the content. If the file changes, the request isn't completed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="timeouts">The timeouts of the request.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="workTimeout">The idle timeout after the last byte: the service can process a file for minutes.</param>
    public FileUploadContent(MediaFile file, RequestTimeouts timeouts, IProgress<TransferProgress>? progress, TimeSpan workTimeout)
    {
        (_file, _timeouts, _progress, _workTimeout) = (file, timeouts, progress, workTimeout);
        var boundary = "nemo-" + Guid.NewGuid().ToString("N");
        _head = Encoding.UTF8.GetBytes(
            $"--{boundary}\r\n"
            + $"Content-Disposition: form-data; name=\"files\"; filename=\"{Escape(file.Name)}\"\r\n"
            + $"Content-Type: {file.MediaType}\r\n\r\n");
        _tail = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
    }

    /// <summary>Whether the last byte was written, so that the service can have the file.</summary>
    public bool IsComplete { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _file.Length + _tail.Length;
        return true;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var token = _timeouts.Token;
        using var file = _file.Open();
        await stream.WriteAsync(_head, 0, _head.Length, token).ConfigureAwait(false);
        var sent = await CopyAsync(file, stream, token).ConfigureAwait(false);

        // The service ignores a body whose last line is missing.
        if (sent != _file.Length || !_file.IsUnchanged(file))
        {
            throw _file.Changed();
        }

        // Even a failed write can have sent it.
        IsComplete = true;
        await stream.WriteAsync(_tail, 0, _tail.Length, token).ConfigureAwait(false);
        _timeouts.ReportSent(_workTimeout);
    }

    /// <summary>Sends the file, and returns the number of its bytes; more than its length if it has grown.</summary>
    private async Task<long> CopyAsync(FileStream file, Stream stream, CancellationToken token)
    {
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkBytes, _file.Length));
        try
        {
            long sent = 0;
            int count;
            while ((count = await _file.ReadAsync(file, chunk, token).ConfigureAwait(false)) > 0 && (sent += count) <= _file.Length)
            {
                await stream.WriteAsync(chunk, 0, count, token).ConfigureAwait(false);
                _timeouts.ReportActivity(count);
                _progress?.Report(new TransferProgress(sent, _file.Length));
            }

            return sent;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static string Escape(string name) => name.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A");
}
