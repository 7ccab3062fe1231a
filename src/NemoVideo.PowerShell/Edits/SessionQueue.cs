namespace NemoVideo.PowerShell;

/// <summary>Sends the messages of one session one after the other, in their order. Those of other sessions don't wait for them.</summary>
internal sealed class SessionQueue
{
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private TaskCompletionSource<bool> _ended = new();

    /// <summary>Returns each message when its session is free. Those without a session are for the same new one.</summary>
    public async IAsyncEnumerable<EditMessage> OrderAsync(IAsyncEnumerable<EditMessage> messages)
    {
        List<EditMessage> waiting = [];
        await foreach (var message in messages)
        {
            waiting.Add(message);
            while (TakeFree(waiting) is { } free)
            {
                yield return free;
            }
        }

        while (waiting.Count > 0)
        {
            if (TakeFree(waiting) is { } free)
            {
                yield return free;
            }
            else
            {
                await _ended.Task;
                _ended = new();
            }
        }
    }

    /// <summary>Sends a message, after which its session is free.</summary>
    public async Task RunAsync(EditMessage message, Func<Task> send)
    {
        try
        {
            await send();
        }
        finally
        {
            _busy.Remove(KeyOf(message));
            _ended.TrySetResult(true);
        }
    }

    private EditMessage? TakeFree(List<EditMessage> waiting)
    {
        var free = waiting.Find(message => !_busy.Contains(KeyOf(message)));
        if (free is not null)
        {
            waiting.Remove(free);
            _busy.Add(KeyOf(free));
        }

        return free;
    }

    private static string KeyOf(EditMessage message) => message.SessionId ?? "";
}
