using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Faults;

/// <summary>An answer's body that comes in small pieces, each on the wire before the next, with a pause between them.</summary>
internal sealed class DrippedBody(Stream inner, int pieceByteCount, TimeSpan pause, TimeProvider time) : ResponseBody(inner)
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
