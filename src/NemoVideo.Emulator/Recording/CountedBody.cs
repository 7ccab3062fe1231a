namespace NemoVideo.Emulator.Recording;

/// <summary>A request body that counts into the request's record as it is read.</summary>
internal sealed class CountedBody(Stream inner, RequestEntry entry) : RequestBody
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            entry.Received(count);
        }

        return count;
    }
}
