using Microsoft.AspNetCore.Connections;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>An answer's body that takes the connection down after so many bytes.</summary>
internal sealed class CutBody(HttpContext http, long byteCount) : ResponseBody(http.Response.Body)
{
    private long _left = byteCount;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = (int)Math.Min(_left, buffer.Length);
        await Inner.WriteAsync(buffer[..passed], cancellationToken);
        _left -= passed;
        if (passed < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken);
            http.CutShort();
            throw new ConnectionAbortedException("The fault plan cut the body.");
        }
    }
}
