using System.Buffers;
using System.IO.Pipelines;

namespace NemoVideo.Emulator.Recording;

/// <summary>
/// A connection that can say everything twice: put under each connection, it passes all through, but what it was told to
/// withhold goes out in one piece, twice in a row. Else a client would see the second copy sometimes sooner and sometimes later.
/// </summary>
internal sealed class RepeatingTransport(IDuplexPipe inner) : PipeWriter, IDuplexPipe
{
    private ArrayBufferWriter<byte>? _withheld;

    public PipeReader Input => inner.Input;

    public PipeWriter Output => this;

    public override bool CanGetUnflushedBytes => inner.Output.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.Output.UnflushedBytes;

    private IBufferWriter<byte> Target => _withheld is { } withheld ? withheld : inner.Output;

    /// <summary>Withholds what goes out from now on.</summary>
    public void Withhold() => _withheld = new ArrayBufferWriter<byte>();

    /// <summary>Sends what was withheld, twice, and withholds nothing any longer.</summary>
    public async Task SendTwiceAsync()
    {
        if (Interlocked.Exchange(ref _withheld, null) is { } withheld)
        {
            byte[] both = [.. withheld.WrittenSpan, .. withheld.WrittenSpan];
            await inner.Output.WriteAsync(both);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => Target.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Target.GetSpan(sizeHint);

    public override void Advance(int bytes) => Target.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _withheld is null ? inner.Output.FlushAsync(cancellationToken) : default;

    public override void CancelPendingFlush() => inner.Output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Output.Complete(exception);
}
