namespace NemoVideo.Client.Tests.Support;

/// <summary>A body whose connection is lost after its bytes.</summary>
internal sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Position < Length ? Read(buffer.Span) : throw new IOException("The connection was lost.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
