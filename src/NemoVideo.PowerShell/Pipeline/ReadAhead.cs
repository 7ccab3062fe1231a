using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NemoVideo.PowerShell;

internal static class ReadAhead
{
    /// <summary>About as many events as fit in memory.</summary>
    private const int MaxCount = 100_000;

    /// <summary>Reads a stream beside the pipeline thread. While a command writes, a server must not see it stand still.</summary>
    public static async IAsyncEnumerable<T> ReadAheadAsync<T>(
        this IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(MaxCount) { SingleReader = true, SingleWriter = true });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = Task.Run(() => ReadAsync(source, channel.Writer, end.Token), CancellationToken.None);
        try
        {
            while (await channel.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (channel.Reader.TryRead(out var item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            end.Cancel();
            await reading;
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            await foreach (var item in source.WithCancellation(stop))
            {
                await writer.WriteAsync(item, stop);
            }

            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
        }
    }
}
