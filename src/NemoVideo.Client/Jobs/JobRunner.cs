using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
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
            while (await run.Updates.Reader.WaitToReadAsync(ending.Token).ConfigureAwait(false))
            {
                while (run.Updates.Reader.TryRead(out var update))
                {
                    yield return update;
                }
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
            while (true)
            {
                await run.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (run.IsStopping)
                {
                    break;
                }

                // On another thread, because the caller's code can block. The slot isn't kept meanwhile, because other jobs can need it.
                run.Slots.Release();
                isNext = Task.Run(() => input.MoveNextAsync().AsTask(), CancellationToken.None);
                if (!await Delay.UntilAsync(isNext, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }

                var job = input.Current;
                await run.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (run.IsStopping)
                {
                    break;
                }

                run.Names.Keep(job);
                running.RemoveAll(static task => task.IsCompleted);
                running.Add(Task.Run(() => new JobExecution(job, run).RunAsync(), CancellationToken.None));
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
                run.Updates.Writer.Complete();
            }
        }
    }
}

/// <summary>What the jobs of one run share.</summary>
internal sealed class JobRun(JobServices services, JobOptions options, CancellationToken ending) : IDisposable
{
    private const int MaxUpdates = 100;
    private const int WaitingPerSlot = 8;

    private readonly ConcurrentDictionary<string, JobTurn> _turns = new(StringComparer.Ordinal);
    private readonly object _progress = new();
    private long? _limitedSince;

    public JobServices Services => services;

    public JobOptions Options => options;

    public bool HasFailed { get; set; }

    /// <summary>Whether no further job may start.</summary>
    public bool IsStopping => options.StopAfterFailure && HasFailed;

    /// <summary>Canceled when the run ends.</summary>
    public CancellationToken Ending => ending;

    /// <summary>What the caller hasn't read yet. If there are too many, the jobs wait.</summary>
    public Channel<JobUpdate> Updates { get; } = Channel.CreateBounded<JobUpdate>(MaxUpdates);

    /// <summary>Limits the jobs between their start and the end of their last edit.</summary>
    public SemaphoreSlim Slots { get; } = new(options.ThrottleLimit);

    /// <summary>Limits the jobs between their last edit and their file.</summary>
    public SemaphoreSlim Waiting { get; } = new(options.ThrottleLimit * WaitingPerSlot);

    public SemaphoreSlim Downloads { get; } = new(options.ThrottleLimit);

    public JobNames Names { get; } = new(options);

    public JobBudget Budget { get; } = new(options.MaximumCredit, services.ReadBalanceAsync);

    /// <summary>Equal jobs have the same log and run one after the other.</summary>
    public JobTurn TurnOf(string identity) => _turns.GetOrAdd(identity, static _ => new JobTurn());

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

    /// <summary>Reports that the service accepted a request.</summary>
    public void ReportProgress()
    {
        lock (_progress)
        {
            _limitedSince = null;
        }
    }

    public void Dispose()
    {
        Slots.Dispose();
        Waiting.Dispose();
        Downloads.Dispose();
    }
}

/// <summary>The turn of equal jobs in a run.</summary>
internal sealed class JobTurn
{
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Whether the run has started the job from the beginning, or estimated it.</summary>
    public bool IsStarted { get; set; }
}

/// <summary>The names of the videos of a run.</summary>
internal sealed class JobNames(JobOptions options)
{
    private readonly HashSet<string> _outputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _last = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Protects the inputs of a job from the videos of all jobs.</summary>
    public void Keep(VideoJob job)
    {
        lock (_outputs)
        {
            _kept.UnionWith(job.Inputs.Where(static input => JobIdentity.UrlOf(input) is null).Select(Path.GetFullPath));
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

    /// <summary>Reserves a file for one job. Returns false if another job has it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="requested">The path that was requested, if all names from there to this one are taken.</param>
    public bool TryReserve(string path, string requested)
    {
        lock (_outputs)
        {
            var isFree = _outputs.Add(path);
            if (isFree && path != requested)
            {
                _last[requested] = path;
            }

            return isFree;
        }
    }

    /// <summary>The path to try after one that is taken. It skips the names that the run has found to be taken.</summary>
    public string Next(string path)
    {
        lock (_outputs)
        {
            return NumberedName.Next(_last.TryGetValue(path, out var last) ? last : path);
        }
    }
}
