using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs jobs concurrently, and resumes the ones that previous runs started.</summary>
internal sealed class JobRunner(JobServices services)
{
    public JobServices Services => services;

    public async IAsyncEnumerable<JobUpdate> RunAsync(
        IAsyncEnumerable<VideoJob> jobs, JobOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
            // On another thread, because the caller's code can block.
            while (!run.IsStopping && await Delay.UntilAsync(
                isNext = Task.Run(() => input.MoveNextAsync().AsTask(), CancellationToken.None), cancellationToken).ConfigureAwait(false))
            {
                var job = input.Current;
                run.Keep(job);
                await run.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (run.IsStopping)
                {
                    break;
                }

                running.RemoveAll(static task => task.IsCompleted);
                running.Add(Task.Run(() => new JobExecution(job, run).RunAsync(), CancellationToken.None));
            }
        }
        finally
        {
            try
            {
                await Task.WhenAll(running).ConfigureAwait(false);

                // An enumerator whose code ignores the cancellation is left to the caller's code.
                await (isNext.IsCompleted ? input.DisposeAsync().AsTask() : Task.CompletedTask).ConfigureAwait(false);
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
    private const long None = -1;
    private static readonly TimeSpan RateLimitTimeout = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, JobTurn> _turns = new(StringComparer.Ordinal);
    private long _limitedSince = None;

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

    public ReservedPaths Paths { get; } = new(options.Kept);

    public JobBudget Budget { get; } = new(options.MaximumCredit, services.For().Transport);

    /// <summary>Equal jobs have the same log and run one after the other.</summary>
    public JobTurn TurnOf(string identity) => _turns.GetOrAdd(identity, static _ => new JobTurn());

    /// <summary>The result of a job whose video the catalog has; null if its log must be opened, or if the job has a problem.</summary>
    public JobResult? FindVideo(VideoJob job)
    {
        try
        {
            if (options.Restart || services.Catalog.FindInputs(job) is not { } inputs)
            {
                return null;
            }

            var identity = JobIdentity.Hash(job, inputs, services.Api, services.Skill);
            return services.Logs.LengthOf(identity) is { } length
                && services.Catalog.FindVideo(job, identity, inputs, length) is { } video && Paths.TryReserve(video.Path!, video.Path!)
                ? new JobResult(job, JobStatus.AlreadyDone)
                {
                    OutputPath = video.Path,
                    Length = video.Length,
                    Duration = video.Duration,
                    StartTime = Transport.Time.GetUtcNow(),
                    ReadState = () => services.Logs.ReadState(identity, length),
                }
                : null;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The job itself reports it.
            return null;
        }
    }

    /// <summary>Protects the inputs of a job from the videos of all jobs.</summary>
    public void Keep(VideoJob job)
    {
        foreach (var input in job.Inputs.Where(static input => UrlText.ParseWeb(input) is null))
        {
            options.Kept.Add(input);
        }
    }

    /// <summary>
    /// Whether a rejected job may be tried again after a pause. The time limit applies to the whole run, from the first rejection after its
    /// last progress. Otherwise, a run of many jobs would wait once for each of them.
    /// </summary>
    public bool IsWorthWaiting(TimeSpan pause)
    {
        var (time, now) = (Transport.Time, Transport.Time.GetTimestamp());
        var since = Interlocked.CompareExchange(ref _limitedSince, now, None);
        return time.GetElapsedTime(since == None ? now : since) + pause < RateLimitTimeout;
    }

    /// <summary>The requested pause. It isn't shorter than the default: after a second rejection, the service is overloaded.</summary>
    public TimeSpan PauseOf(NemoException limited) =>
        new[] { limited.RetryAfter ?? TimeSpan.Zero, Transport.Limits.RateLimitDelay, TimeSpan.FromSeconds(1) }.Max();

    /// <summary>Reports that the service accepted a request.</summary>
    public void ReportProgress() => Interlocked.Exchange(ref _limitedSince, None);

    private ApiTransport Transport => services.For().Transport;

    public void Dispose()
    {
        services.Catalog.Save();
        Budget.Dispose();
        Slots.Dispose();
        Waiting.Dispose();
        Downloads.Dispose();
    }
}

/// <summary>The turn of equal jobs in a run.</summary>
internal sealed class JobTurn
{
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The facts at the end of the last of these jobs; null for none.</summary>
    public JobFacts? Facts { get; set; }

    /// <summary>The order of the inputs in the first estimate.</summary>
    public List<string>? Order { get; set; }

    /// <summary>Whether one of these jobs was estimated.</summary>
    public bool IsEstimated { get; set; }
}
