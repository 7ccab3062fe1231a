namespace NemoVideo.Client.Tests.Support;

/// <summary>A body that arrives in given slices, whatever size the reader requests.</summary>
internal sealed class SlicedStream(params byte[][] slices) : Stream
{
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Splits a body into two slices.</summary>
    public static SlicedStream CutAt(byte[] body, int place) => new([.. body.Take(place)], [.. body.Skip(place)]);

    /// <summary>Splits a body into slices of the given sizes, used in turn.</summary>
    public static SlicedStream Of(byte[] body, IReadOnlyList<int> sizes)
    {
        var slices = new List<byte[]>();
        for (var place = 0; place < body.Length; place += slices[^1].Length)
        {
            slices.Add([.. body.Skip(place).Take(sizes[slices.Count % sizes.Count])]);
        }

        return new SlicedStream([.. slices]);
    }

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ReadSliceAsync(buffer);
#endif

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadSliceAsync(buffer.AsMemory(offset, count)).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadSliceAsync(Memory<byte> buffer)
    {
        // Yields like a socket, so that the reader can't rely on synchronous data.
        await Task.Yield();
        while (_next < slices.Length && slices[_next].Length == 0)
        {
            _next++;
        }

        if (_next == slices.Length)
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, slices[_next].Length);
        slices[_next].AsMemory(0, count).CopyTo(buffer);
        slices[_next] = [.. slices[_next].Skip(count)];
        return count;
    }
}
