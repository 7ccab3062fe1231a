namespace NemoVideo.Emulator.Faults;

/// <summary>A request's body that is read for so many bytes, and further only once it may be.</summary>
internal sealed class HeldBody(Stream inner, int byteCount, Task released) : Stream
{
    private int _left = byteCount;
    private bool _isReleased;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 && !_isReleased)
        {
            await released;
            _isReleased = true;
        }

        var count = await inner.ReadAsync(_isReleased ? buffer : buffer[..Math.Min(_left, buffer.Length)], cancellationToken);
        _left = Math.Max(0, _left - count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
