using System.Net;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>A body that goes on until its sender has enough.</summary>
internal sealed class EndlessContent(CancellationToken enough) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var block = new byte[16 * 1024];
        while (true)
        {
            await stream.WriteAsync(block, enough);
            await stream.FlushAsync(enough);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
