using Microsoft.AspNetCore.Connections;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>An answer's body that takes the connection down after so many bytes.</summary>
internal sealed class CutBody(HttpContext http, long byteCount) : Stream
{
    private readonly Stream _inner = http.Response.Body;
    private long _left = byteCount;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = (int)Math.Min(_left, buffer.Length);
        await _inner.WriteAsync(buffer[..passed], cancellationToken);
        _left -= passed;
        if (passed < buffer.Length)
        {
            await _inner.FlushAsync(cancellationToken);
            http.CutShort();
            throw new ConnectionAbortedException("The fault plan cut the body.");
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => _inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
