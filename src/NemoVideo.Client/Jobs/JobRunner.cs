using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs jobs concurrently, and resumes the ones that previous runs started.</summary>
internal sealed class JobRunner(JobServices services)
{
    public async IAsyncEnumerable<JobUpdate> RunAsync(
        IAsyncEnumerable<VideoJob> jobs, JobOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.ThrottleLimit < 1)
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument, "The number of simultaneous jobs must be at least 1.", "Specify a larger number.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var run = new JobRun(services, options, ending.Token);
        var starting = StartAsync(jobs, run, ending.Token);
        try
        {
            while (await run.Updates.ReadAsync(ending.Token).ConfigureAwait(false) is { } update)
            {
                yield return update;
            }

            // Throws if the jobs couldn't be read.
            await starting.ConfigureAwait(false);
        }
        finally
        {
            ending.Cancel();
            await Task.WhenAny(starting).ConfigureAwait(false);
        }
    }

    public JobPreview Preview(JobOptions options, CancellationToken cancellationToken) => new(services, options, cancellationToken);

    /// <summary>Reads and starts jobs as slots become free, and waits for their end.</summary>
    private static async Task StartAsync(IAsyncEnumerable<VideoJob> jobs, JobRun run, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        var input = jobs.GetAsyncEnumerator(cancellationToken);
        var isNext = Task.FromResult(false);
        try
        {
            // Only jobs that can be equal wait for each other's number. A slow input delays no other job.
            var numbering = new Dictionary<string, Task>(StringComparer.Ordinal);
            while (true)
            {
                // The slot isn't kept while the input is slow, because a job that returns can use it.
                var slot = new JobSlot(run.Throttle);
                await slot.EnterAsync(isReturning: false, cancellationToken).ConfigureAwait(false);
                slot.Leave();
                if (run.IsStopping)
                {
                    break;
                }

                // On another thread, because the caller's code can block.
                isNext = Task.Run(() => input.MoveNextAsync().AsTask(), CancellationToken.None);
                if (!await Delay.UntilAsync(isNext, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }

                await slot.EnterAsync(isReturning: false, cancellationToken).ConfigureAwait(false);
                if (run.IsStopping)
                {
                    slot.Leave();
                    break;
                }

                var job = input.Current;
                run.Keep(job);
                foreach (var ended in numbering.Where(static other => other.Value.IsCompleted).Select(static other => other.Key).ToList())
                {
                    numbering.Remove(ended);
                }

                var key = JobIdentity.KeyOf(job);
                var previous = numbering.TryGetValue(key, out var earlier) ? earlier : Task.CompletedTask;
                var numbered = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                numbering[key] = numbered.Task;
                running.RemoveAll(static task => task.IsCompleted);
                running.Add(Task.Run(() => new JobExecution(job, run, slot).RunAsync(previous, numbered), CancellationToken.None));
            }
        }
        finally
        {
            // An enumerator whose code ignores the cancellation is left to the caller's code.
            if (isNext.IsCompleted)
            {
                await input.DisposeAsync().ConfigureAwait(false);
            }

            try
            {
                await Task.WhenAll(running).ConfigureAwait(false);
            }
            finally
            {
                run.Updates.Complete();
            }
        }
    }
}

/// <summary>What the jobs of one run share.</summary>
internal sealed class JobRun(JobServices services, JobOptions options, CancellationToken ending) : IDisposable
{
    private const int MaxUpdates = 100;
    private const int WaitingPerSlot = 8;

    private readonly HashSet<string> _outputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _lastNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly object _progress = new();
    private long? _limitedSince;

    public JobServices Services => services;

    public JobOptions Options => options;

    public bool HasFailed { get; set; }

    /// <summary>Whether no further job may start.</summary>
    public bool IsStopping => options.StopAfterFailure && HasFailed;

    /// <summary>Canceled when the run ends.</summary>
    public CancellationToken Ending => ending;

    public EqualJobs EqualJobs { get; } = new(services.Records);

    public RecordTurns Turns { get; } = new();

    public UpdateQueue Updates { get; } = new(MaxUpdates);

    public JobThrottle Throttle { get; } = new(options.ThrottleLimit);

    public JobBudget Budget { get; } = new(options.MaximumCredit, services.ReadBalanceAsync);

    /// <summary>Limits the jobs between their last edit and their file.</summary>
    public SemaphoreSlim Waiting { get; } = new(options.ThrottleLimit * WaitingPerSlot);

    public SemaphoreSlim Downloads { get; } = new(options.ThrottleLimit);

    /// <summary>Protects the inputs of a job from the videos of all jobs.</summary>
    public void Keep(VideoJob job)
    {
        foreach (var input in job.Inputs.Where(static input => JobIdentity.UrlOf(input) is null))
        {
            lock (_outputs)
            {
                _kept.Add(Path.GetFullPath(input));
            }
        }
    }

    /// <summary>Whether a file is an input of a job that was read, or one that the caller keeps.</summary>
    public bool IsKept(string path)
    {
        lock (_outputs)
        {
            return _kept.Contains(path) || options.IsKept?.Invoke(path) == true;
        }
    }

    /// <summary>Reserves a file for one job of the run. Returns false if another job keeps or writes it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="requested">The path that was requested, if all names from there to this one are taken.</param>
    public bool TryReserve(string path, string requested)
    {
        lock (_outputs)
        {
            var isFree = _outputs.Add(path);
            if (isFree && path != requested)
            {
                _lastNames[requested] = path;
            }

            return isFree;
        }
    }

    /// <summary>The path to try after one that is taken. It skips the names that the run has found to be taken.</summary>
    public string NextName(string path)
    {
        lock (_outputs)
        {
            return NumberedName.Next(_lastNames.TryGetValue(path, out var last) ? last : path);
        }
    }

    /// <summary>
    /// Whether a rejected job may be tried again after a pause. The time limit applies to the whole run, from the first rejection after its
    /// last progress. Otherwise, a run of many jobs would wait once for each of them.
    /// </summary>
    public bool IsWorthWaiting(TimeSpan pause)
    {
        lock (_progress)
        {
            var time = services.Transport.Time;
            return time.GetElapsedTime(_limitedSince ??= time.GetTimestamp()) + pause < options.RateLimitTimeout;
        }
    }

    /// <summary>Reports that the service completed a message or a video.</summary>
    public void ReportProgress()
    {
        lock (_progress)
        {
            _limitedSince = null;
        }
    }

    public void Dispose()
    {
        Updates.Dispose();
        Waiting.Dispose();
        Downloads.Dispose();
    }
}

/// <summary>
/// The place of a job among the active ones. An active job never waits for another job that may not be active yet. Otherwise, the run could
/// hang.
/// </summary>
internal sealed class JobSlot(JobThrottle throttle)
{
    private int _entered;

    /// <summary>Whether the job has its place.</summary>
    public bool IsActive { get; private set; }

    public async Task EnterAsync(bool isReturning, CancellationToken cancellationToken)
    {
        _entered = await throttle.EnterAsync(isReturning, cancellationToken).ConfigureAwait(false);
        IsActive = true;
    }

    public void Leave(bool isSuccess = false)
    {
        if (IsActive)
        {
            IsActive = false;
            throttle.Leave(isSuccess);
        }
    }

    public void ReportRateLimit() => throttle.ReportRateLimit(_entered);
}
