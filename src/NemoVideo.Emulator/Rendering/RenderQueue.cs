using System.Collections.Concurrent;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Rendering;

/// <summary>All renders, and the work on those that are not done.</summary>
internal sealed class RenderQueue : IAsyncDisposable
{
    private const string Cancelled = "cancelled";

    private readonly Lock _gate = new();
    private readonly JsonFolder<RenderJob> _jobs;
    private readonly ConcurrentDictionary<string, (Task Task, CancellationTokenSource Stop)> _work = new();
    private readonly ConcurrentDictionary<string, string> _idsByKey = new(StringComparer.Ordinal);
    private readonly VideoMaker _maker;
    private readonly EmulatorOptions _options;
    private readonly RequestLog _log;

    public RenderQueue(DataDirectory data, VideoMaker maker, EmulatorOptions options, RequestLog log)
    {
        _maker = maker;
        _options = options;
        _log = log;
        _jobs = new JsonFolder<RenderJob>(data.Folder("renders"), job => job.Id);
        foreach (var job in _jobs.All)
        {
            _idsByKey[job.Key] = job.Id;
        }
    }

    /// <summary>All jobs as they are recorded, but for the tokens, oldest first.</summary>
    public IReadOnlyList<RenderJob> Snapshot() => [.. _jobs.All.OrderBy(job => job.CreatedAt).Select(job => job with { Token = "" })];

    /// <summary>Takes up what an emulator that was stopped had not finished.</summary>
    public void Resume()
    {
        foreach (var job in _jobs.All.Where(job => job.File is null && job.Error is null))
        {
            Begin(job);
        }
    }

    /// <summary>Takes the job on, to fail where its error stands already; false where its id has been used.</summary>
    public bool TrySubmit(RenderJob job)
    {
        lock (_gate)
        {
            if (_jobs.Find(job.Id) is not null)
            {
                return false;
            }

            _jobs.Save(job);
            _idsByKey[job.Key] = job.Id;
        }

        if (job.Error is null)
        {
            Begin(job);
        }

        return true;
    }

    /// <summary>The job, where it is there and was made with this token.</summary>
    public RenderJob? Find(string id, string token) => _jobs.Find(id) is { } job && job.Token == token ? job : null;

    /// <summary>The job whose file goes by this key.</summary>
    public RenderJob? FindByKey(string key) => _idsByKey.TryGetValue(key, out var id) ? _jobs.Find(id) : null;

    /// <summary>Forgets the renders of a session with their files, stopping what is not done; what they were, but for the tokens.</summary>
    public async Task<IReadOnlyList<RenderJob>> RemoveOfAsync(string sessionId)
    {
        var removed = new List<RenderJob>();
        foreach (var job in _jobs.All.Where(job => job.SessionId == sessionId))
        {
            if (_work.TryGetValue(job.Id, out var work))
            {
                await work.Stop.CancelAsync();
                await work.Task;
            }

            lock (_gate)
            {
                removed.Add((_jobs.Find(job.Id) ?? job) with { Token = "" });
                _jobs.Remove(job.Id);
                _idsByKey.TryRemove(job.Key, out _);
            }

            if (removed[^1].File is { MadeBy: "ffmpeg" } file)
            {
                File.Delete(file.Path);
            }
        }

        return removed;
    }

    public RenderProgress ProgressOf(RenderJob job) =>
        RenderProgress.Of(job, _options.RenderTime, _options.TimeProvider.GetUtcNow());

    /// <summary>Stops a job that is not done; false where it is.</summary>
    public bool TryCancel(RenderJob job)
    {
        lock (_gate)
        {
            job = _jobs.Find(job.Id)!;
            if (ProgressOf(job).Status is RenderStatus.Completed or RenderStatus.Failed)
            {
                return false;
            }

            _jobs.Save(job with { Error = Cancelled });
        }

        if (_work.TryGetValue(job.Id, out var work))
        {
            work.Stop.Cancel();
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, stop) in _work.Values)
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(_work.Values.Select(work => work.Task));
    }

    private void Begin(RenderJob job)
    {
        var stop = new CancellationTokenSource();

        // Not on a thread of the pool at first: what needs no ffmpeg is done before the answer goes out.
        var task = MakeAsync(job, stop.Token);
        _work[job.Id] = (task, stop);
        _ = ForgetWorkAsync(job.Id, task);
    }

    // What is done can be cancelled no more. The source is left to the collector: a cancel may be at it just now.
    private async Task ForgetWorkAsync(string id, Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _work.TryRemove(id, out _);
    }

    private async Task MakeAsync(RenderJob job, CancellationToken stop)
    {
        try
        {
            var file = await _maker.MakeAsync(job, stop);
            Finish(job, unfinished => unfinished with { File = file, CompletedAt = _options.TimeProvider.GetUtcNow() });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cancelled by the client, which stands on the job, or by the emulator's end: then it is taken up again.
        }
#pragma warning disable CA1031 // Whatever goes wrong is a failed render, and a failure of the emulator.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _log.Failed(failure);
            Finish(job, unfinished => unfinished with { Error = failure.Message });
        }
    }

    private void Finish(RenderJob job, Func<RenderJob, RenderJob> finish)
    {
        lock (_gate)
        {
            if (_jobs.Find(job.Id) is { Error: null } unfinished)
            {
                _jobs.Save(finish(unfinished));
            }
        }
    }
}
