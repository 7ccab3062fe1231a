using System.Text;
using System.Threading.Channels;

namespace NemoVideo.Client.Tests.Support;

/// <summary>An event stream that a test writes step by step.</summary>
internal sealed class LiveStream
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveStream() => Reply = new RawReply(WriteAsync, RawReplyEnd.Close);

    public RawReply Reply { get; }

    public void Send(string piece) => _pieces.Writer.TryWrite(piece);

    public void End() => _pieces.Writer.Complete();

    private async Task WriteAsync(Stream wire, CancellationToken stop)
    {
        try
        {
            await wire.WriteAsync(RawReply.StreamHead, stop);
            await foreach (var piece in _pieces.Reader.ReadAllAsync(stop))
            {
                await wire.WriteAsync(Encoding.UTF8.GetBytes(piece), stop);
            }
        }
        catch (IOException)
        {
            _disconnected.TrySetResult();
            throw;
        }
    }
}
