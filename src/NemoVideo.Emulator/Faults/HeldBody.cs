using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>A request's body that is read for so many bytes, and further only once it may be.</summary>
internal sealed class HeldBody(Stream inner, int byteCount, Task released) : RequestBody
{
    private int _left = byteCount;
    private bool _isReleased;

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
}
