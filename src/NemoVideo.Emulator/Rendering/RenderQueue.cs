namespace NemoVideo.Emulator.Rendering;

/// <summary>All renders, and the work on the unfinished ones.</summary>
internal sealed class RenderQueue(DataDirectory data, VideoRenderer renderer, EmulatorOptions options, RequestLog log) : IAsyncDisposable
{
    private readonly JsonFolder<Render> _renders = new(data.Folder("renders"), render => render.Id);
    private readonly ConcurrentDictionary<string, (Task Task, CancellationTokenSource Stop)> _work = new();

    /// <summary>All renders without their tokens, oldest first.</summary>
    public IReadOnlyList<Render> Snapshot() =>
        [.. _renders.All.OrderBy(render => render.CreatedAt).Select(render => render with { Token = "" })];

    /// <summary>The renders of a session, the oldest first.</summary>
    public IReadOnlyList<Render> OfSession(string sessionId) =>
        [.. _renders.All.Where(render => render.SessionId == sessionId).OrderBy(render => render.CreatedAt)];

    /// <summary>Continues the unfinished renders of a previous emulator process.</summary>
    public void Resume()
    {
        foreach (var render in _renders.All.Where(render => render.File is null && render.Error is null))
        {
            Start(render);
        }
    }

    /// <summary>Accepts a render, which fails if it already has an error. False if its ID was used before.</summary>
    public bool TrySubmit(Render render)
    {
        var isNew = _renders.TryAdd(render);
        if (isNew && render.Error is null)
        {
            Start(render);
        }

        return isNew;
    }

    /// <summary>The render if it exists and was submitted with this token.</summary>
    public Render? Find(string id, string token) => _renders.Find(id) is { } render && render.Token == token ? render : null;

    public Render? FindByKey(string key) => _renders.All.FirstOrDefault(render => render.Key == key);

    /// <summary>Stops and removes the renders of a session and their files. Returns them without their tokens.</summary>
    public async Task<IReadOnlyList<Render>> RemoveOfSessionAsync(string sessionId)
    {
        var removed = new List<Render>();
        foreach (var render in _renders.All.Where(render => render.SessionId == sessionId))
        {
            if (_work.TryGetValue(render.Id, out var work))
            {
                await StopAsync(work);
            }

            removed.Add((_renders.Remove(render.Id) ?? render) with { Token = "" });
            if (removed[^1].File is { Renderer: "ffmpeg" } file)
            {
                File.Delete(file.Path);
            }
        }

        return removed;
    }

    public (RenderStatus Status, int Percent) ProgressOf(Render render) =>
        render.ProgressAt(options.TimeProvider.GetUtcNow(), options.RenderTime);

    /// <summary>Stops a render. False if it has already ended.</summary>
    public bool TryCancel(Render render)
    {
        var canceled = _renders.Change(render.Id, current => ProgressOf(current).Status is RenderStatus.Completed or RenderStatus.Failed
            ? null
            : current with { Error = "cancelled" });
        if (canceled is not null && _work.TryGetValue(render.Id, out var work))
        {
            work.Stop.Cancel();
        }

        return canceled is not null;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_work.Values.Select(StopAsync));

    private static async Task StopAsync((Task Task, CancellationTokenSource Stop) work)
    {
        await work.Stop.CancelAsync();
        await work.Task;
    }

    // The token source isn't disposed, since another thread may be canceling it.
    private void Start(Render render)
    {
        var stop = new CancellationTokenSource();

        // Starts on this thread: a render without ffmpeg is finished before the response is sent.
        var task = RunAsync(render, stop.Token);
        _work[render.Id] = (task, stop);
        _ = task.ContinueWith(_ => _work.TryRemove(render.Id, out var _), TaskScheduler.Default);
    }

    private async Task RunAsync(Render render, CancellationToken stop)
    {
        try
        {
            var file = await renderer.RenderAsync(render, stop);
            Finish(render, unfinished => unfinished with { File = file, CompletedAt = options.TimeProvider.GetUtcNow() });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Canceled by the client, which is recorded already, or the emulator is stopping and resumes the render at its next start.
        }
        catch (Exception failure)
        {
            // Every exception is a failed render and an internal error of the emulator.
            log.AddFailure(failure);
            Finish(render, unfinished => unfinished with { Error = failure.Message });
        }
    }

    private void Finish(Render render, Func<Render, Render> finish) =>
        _renders.Change(render.Id, unfinished => unfinished.Error is null ? finish(unfinished) : null);
}
