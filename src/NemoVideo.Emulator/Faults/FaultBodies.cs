namespace NemoVideo.Emulator.Faults;

/// <summary>A request body that pauses after a number of bytes until it is released.</summary>
internal sealed class PausedRequestBody(Stream inner, int byteCount, Task released) : BodyStream(inner)
{
    private int _remaining = byteCount;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining == 0)
        {
            await released;
            return await base.ReadAsync(buffer, cancellationToken);
        }

        var count = await base.ReadAsync(buffer[..Math.Min(_remaining, buffer.Length)], cancellationToken);
        _remaining -= count;
        return count;
    }
}

/// <summary>A response body that pauses after a number of bytes, or ends there if the pause throws.</summary>
internal sealed class PausedResponseBody(Stream inner, long byteCount, Func<Task> pauseAsync) : BodyStream(inner)
{
    private long _remaining = byteCount;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = (int)Math.Min(_remaining, buffer.Length);
        await base.WriteAsync(buffer[..passed], cancellationToken);
        _remaining -= passed;
        if (passed < buffer.Length)
        {
            await FlushAsync(cancellationToken);
            await pauseAsync();
            _remaining = long.MaxValue;
            await base.WriteAsync(buffer[passed..], cancellationToken);
        }
    }
}

/// <summary>A response body in small pieces with a pause after each.</summary>
internal sealed class ThrottledResponseBody(Stream inner, int pieceByteCount, Func<Task> pauseAsync) : BodyStream(inner)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(pieceByteCount, buffer.Length)];
            buffer = buffer[piece.Length..];
            await base.WriteAsync(piece, cancellationToken);
            await FlushAsync(cancellationToken);
            await pauseAsync();
        }
    }
}
