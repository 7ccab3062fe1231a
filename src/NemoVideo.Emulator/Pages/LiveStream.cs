namespace NemoVideo.Emulator.Pages;

/// <summary>Sends the changed fragments of a page as server-sent events until the browser or the emulator ends the connection.</summary>
internal sealed class LiveStream(RequestLog log, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    // The progress of a render changes without a request.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Reads the fragments after each change. Null ends the stream.</summary>
    public async Task SendAsync(HttpContext http, Func<IReadOnlyList<Fragment>?> read)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await http.Response.StartAsync(ended.Token);
            while (true)
            {
                var changed = log.NextChange;
                if (read() is not { } fragments)
                {
                    return;
                }

                foreach (var fragment in fragments.Where(fragment => sent.GetValueOrDefault(fragment.Id) != fragment.Version))
                {
                    await http.Response.WriteAsync($"data: {Describe(fragment)}\n\n", ended.Token);
                }

                sent = fragments.ToDictionary(static fragment => fragment.Id, static fragment => fragment.Version, StringComparer.Ordinal);
                await http.Response.Body.FlushAsync(ended.Token);
                await Task.Delay(ShortestPause, ended.Token);
                await Task.WhenAny(changed, Task.Delay(LongestPause, ended.Token));
                ended.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private static string Describe(Fragment fragment) => new JsonObject
    {
        ["id"] = fragment.Id,
        ["parent"] = fragment.Parent,
        ["version"] = fragment.Version,
        ["html"] = fragment.Markup.Markup,
    }.ToJsonString(EmulatorJson.Options);
}
