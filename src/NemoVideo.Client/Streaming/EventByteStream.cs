using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// The bytes beneath the parser: they are looked at as they pass, end where an event or all of them are over their size limit, and get the empty
/// line at the end that a torn last event lacks.
/// </summary>
internal sealed class EventByteStream(Stream inner, NemoLimits limits) : Stream
{
    private static readonly byte[] End = "\n\n"u8.ToArray();

    private int _endOffset = -1;
    private long _room = limits.MaxStreamBytes;

    /// <summary>What was seen in the bytes that passed.</summary>
    public EventScanner Seen { get; } = new(limits.MaxEventBytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfOver();
        var read = _endOffset < 0 ? await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : 0;
        return Pass(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        var read = _endOffset < 0 ? await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false) : 0;
        return Pass(buffer.AsSpan(offset, count), read);
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Pass(Span<byte> buffer, int read)
    {
        if (read == 0 && !buffer.IsEmpty)
        {
            return PassEnd(buffer);
        }

        var passed = Seen.Scan(buffer.Slice(0, read));
        if (passed == 0)
        {
            ThrowIfOver();
        }

        _room -= passed;
        return passed;
    }

    /// <summary>The parser drops an event that no empty line ends: what came of it is worth an attempt.</summary>
    private int PassEnd(Span<byte> buffer)
    {
        if (_endOffset < 0)
        {
            _endOffset = Seen.IsOpen ? 0 : End.Length;
            Seen.Close();
        }

        var rest = Math.Min(buffer.Length, End.Length - _endOffset);
        End.AsSpan(_endOffset, rest).CopyTo(buffer);
        _endOffset += rest;
        return rest;
    }

    private void ThrowIfOver()
    {
        if (Seen.IsOver)
        {
            throw StreamLimit.OfEvent(limits.MaxEventBytes);
        }

        if (_room <= 0)
        {
            throw StreamLimit.OfBytes(limits.MaxStreamBytes);
        }
    }
}
