using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>An answer's body that stands still after so many bytes, until it may go on.</summary>
/// <param name="inner">The body itself.</param>
/// <param name="byteCount">The bytes that pass first.</param>
/// <param name="waitAsync">Ends when the rest may pass.</param>
internal sealed class StalledBody(Stream inner, long byteCount, Func<Task> waitAsync) : ResponseBody(inner)
{
    private long _left = byteCount;
    private bool _hasWaited;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = _hasWaited ? buffer.Length : (int)Math.Min(_left, buffer.Length);
        await Inner.WriteAsync(buffer[..passed], cancellationToken);
        _left -= passed;
        if (passed < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken);
            await waitAsync();
            _hasWaited = true;
            await Inner.WriteAsync(buffer[passed..], cancellationToken);
        }
    }
}
