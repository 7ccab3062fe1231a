using Microsoft.AspNetCore.Connections;

namespace NemoVideo.Sink;

/// <summary>Counts the connections that are open at the same time.</summary>
internal sealed class ConnectionCount
{
    private int _open;
    private int _most;

    /// <summary>The largest number since the last reset.</summary>
    public int Most => _most;

    public void Reset() => Interlocked.Exchange(ref _most, _open);

    public ConnectionDelegate TrackAsync(ConnectionDelegate next) => async connection =>
    {
        var open = Interlocked.Increment(ref _open);
        for (var most = _most; open > most; most = _most)
        {
            Interlocked.CompareExchange(ref _most, open, most);
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
