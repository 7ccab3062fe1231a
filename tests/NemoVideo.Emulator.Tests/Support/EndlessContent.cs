namespace NemoVideo.Emulator.Tests.Support;

/// <summary>A body without end, until it is canceled.</summary>
internal sealed class EndlessContent(CancellationToken cancellationToken) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var block = new byte[16 * 1024];
        while (true)
        {
            await stream.WriteAsync(block, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
