using System.Buffers;
using System.IO.Pipelines;

namespace NemoVideo.Emulator.Recording;

/// <summary>The transport of a connection. It can buffer a response and then send it twice in one write.</summary>
internal sealed class DuplicatingTransport(IDuplexPipe inner) : PipeWriter, IDuplexPipe
{
    private ArrayBufferWriter<byte>? _buffered;

    public PipeReader Input => inner.Input;
    public PipeWriter Output => this;
    public override bool CanGetUnflushedBytes => inner.Output.CanGetUnflushedBytes;
    public override long UnflushedBytes => inner.Output.UnflushedBytes;
    private IBufferWriter<byte> Target => _buffered is { } buffered ? buffered : inner.Output;

    public void StartBuffering() => _buffered = new ArrayBufferWriter<byte>();

    /// <summary>Sends the buffered bytes twice, and ends buffering.</summary>
    public async Task SendTwiceAsync()
    {
        if (Interlocked.Exchange(ref _buffered, null) is { } buffered)
        {
            byte[] both = [.. buffered.WrittenSpan, .. buffered.WrittenSpan];
            await inner.Output.WriteAsync(both);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => Target.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Target.GetSpan(sizeHint);

    public override void Advance(int bytes) => Target.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _buffered is null ? inner.Output.FlushAsync(cancellationToken) : default;

    public override void CancelPendingFlush() => inner.Output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Output.Complete(exception);
}
