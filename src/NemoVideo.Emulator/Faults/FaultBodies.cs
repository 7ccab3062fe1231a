using Microsoft.AspNetCore.Connections;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>A request body that pauses after a number of bytes until it is released.</summary>
internal sealed class PausedRequestBody(Stream inner, int byteCount, Task released) : RequestBody
{
    private int _remaining = byteCount;
    private bool _isReleased;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining == 0 && !_isReleased)
        {
            await released;
            _isReleased = true;
        }

        var count = await inner.ReadAsync(_isReleased ? buffer : buffer[..Math.Min(_remaining, buffer.Length)], cancellationToken);
        _remaining = Math.Max(0, _remaining - count);
        return count;
    }
}

/// <summary>A response body that pauses after a number of bytes until it is released.</summary>
internal sealed class PausedResponseBody(Stream inner, long byteCount, Func<Task> waitAsync) : ResponseBody(inner)
{
    private long _remaining = byteCount;
    private bool _hasWaited;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = _hasWaited ? buffer.Length : (int)Math.Min(_remaining, buffer.Length);
        await Inner.WriteAsync(buffer[..passed], cancellationToken);
        _remaining -= passed;
        if (passed < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken);
            await waitAsync();
            _hasWaited = true;
            await Inner.WriteAsync(buffer[passed..], cancellationToken);
        }
    }
}

/// <summary>A response body whose connection is closed after a number of bytes.</summary>
internal sealed class InterruptedResponseBody(HttpContext http, long byteCount) : ResponseBody(http.Response.Body)
{
    private long _remaining = byteCount;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = (int)Math.Min(_remaining, buffer.Length);
        await Inner.WriteAsync(buffer[..passed], cancellationToken);
        _remaining -= passed;
        if (passed < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken);
            http.CloseConnection();
            throw new ConnectionAbortedException("A fault closed the connection within the body.");
        }
    }
}

/// <summary>A response body in small pieces with a pause after each.</summary>
internal sealed class ThrottledResponseBody(Stream inner, int pieceByteCount, TimeSpan pause, TimeProvider time) : ResponseBody(inner)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(pieceByteCount, buffer.Length)];
            buffer = buffer[piece.Length..];
            await Inner.WriteAsync(piece, cancellationToken);
            await Inner.FlushAsync(cancellationToken);
            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
