using System.Collections.Concurrent;
using NemoVideo.Client.Http;

namespace NemoVideo.PowerShell.Connections;

/// <summary>
/// Brings what the client tells of its requests, on any thread, to the cmdlet that made them: several runspaces can share one
/// connection, and only the pipeline thread may write.
/// </summary>
internal static class RequestLog
{
    private static readonly AsyncLocal<ConcurrentQueue<RequestTrace>?> Log = new();

    public static ConcurrentQueue<RequestTrace>? Current
    {
        get => Log.Value;
        set => Log.Value = value;
    }

    public static void Add(RequestTrace trace) => Current?.Enqueue(trace);
}
