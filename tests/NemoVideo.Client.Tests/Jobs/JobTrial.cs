using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>A job with one run after the other: each is ended at a crash point, then one ends normally, and the last one has no faults.</summary>
/// <param name="Faults">A number for each request and line of the log, 0 to 99. Those from 40 are no fault.</param>
/// <param name="Crashes">The ends of the runs.</param>
internal sealed record JobTrial(IReadOnlyList<int> Faults, IReadOnlyList<Crash> Crashes)
{
    /// <summary>The maximum time of a trial, in which its pauses take no time.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    private static readonly NemoLimits Limits = new()
    {
        // Longer than the pauses, which take no time.
        RequestTimeout = TimeSpan.FromDays(1),
        TransferIdleTimeout = TimeSpan.FromDays(1),
        UrlUploadTimeout = TimeSpan.FromDays(1),
        StreamTimeout = TimeSpan.FromDays(1),
        StreamIdleTimeout = TimeSpan.FromDays(1),
        RenderTimeout = TimeSpan.FromDays(1),
        RetryCount = 1,
    };

    public override string ToString() => $"Faults {string.Join(' ', Faults)}; crashes {string.Join(' ', Crashes)}";

    public async Task RunAsync(string destination)
    {
        // A thousand trials take longer than other tests may.
        using var ending = new CancellationTokenSource(MaxTime);
        var service = new ModelService(Faults);
        var logs = new Dictionary<string, LogOnDisk>(StringComparer.Ordinal);
        var job = new VideoJob
        {
            Inputs = ["https://h.example/a.mp4", "https://h.example/b.mp4"],
            Messages = ["one", "two"],
            Destination = destination,
        };
        foreach (var crash in Crashes)
        {
            await RunAsync(new World(crash.Point));
            foreach (var log in logs.Values)
            {
                log.Restart(crash.Loss);
            }
        }

        await RunAsync(new World(int.MaxValue));

        service.IsReliable = true;
        var result = await RunAsync(new World(int.MaxValue));
        var accepted = result?.Status is JobStatus.Succeeded or JobStatus.AlreadyDone ? result
            : await RunAsync(new World(int.MaxValue), new JobOptions { AcceptTimeline = true });

        Assert.All(service.Sent.GroupBy(static sent => sent), static same => Assert.Single(same));
        Assert.All(service.UploadCounts, count => Assert.Equal(job.Inputs.Count, count));
        Assert.NotNull(result);
        Assert.True(
            accepted!.Status is JobStatus.Succeeded or JobStatus.AlreadyDone
                || accepted.Error!.Action is NemoAction.RestartJob or NemoAction.ReadState or NemoAction.AcceptTimeline,
            $"{accepted.Status} {accepted.Error?.Message}");
        if (Faults.Count == 0 && Crashes.Count == 0)
        {
            Assert.Equal(["one", "two"], service.Sent);
            Assert.Equal(JobStatus.AlreadyDone, result.Status);
        }

        Task<JobResult?> RunAsync(World world, JobOptions? options = null) =>
            RunProcessAsync(job, service, logs, world, options, ending.Token);
    }

    private static async Task<JobResult?> RunProcessAsync(
        VideoJob job, ModelService service, Dictionary<string, LogOnDisk> logs, World world, JobOptions? options, CancellationToken ending)
    {
        var clientOptions = new NemoClientOptions
        {
            ApiUrl = new Uri("https://api.example/"),
            Token = "nmv_usr_test",
            UseCache = false,
            Limits = Limits,
            TimeProvider = new SkippingTime(),
            JobStream = identity =>
            {
                var log = logs.TryGetValue(identity, out var existing) ? existing : logs[identity] = new LogOnDisk();
                return (new CrashingStream(log, world, service), () => world.Do(log.FlushFolder));
            },
            Recording = (_, _) => world.Pass(),
            Wire = _ => new ModelHandler(service, world),
        };
        using var client = await NemoClient.ConnectAsync(clientOptions, ending);
        var results = await client.RunJobsAsync(new[] { job }.ToAsyncEnumerable(), options, ending)
            .OfType<JobFinishedUpdate>().ToListAsync(ending);
        return world.IsDead ? null : Assert.Single(results).Result;
    }

    /// <summary>One process. After its crash, nothing that it does has an effect.</summary>
    private sealed class World(int crash)
    {
        private int _points;

        public bool IsDead => Volatile.Read(ref _points) >= crash;

        public void Pass()
        {
            if (Interlocked.Increment(ref _points) >= crash)
            {
                throw new InvalidOperationException("crash");
            }
        }

        public void Do(Action action)
        {
            Pass();
            action();
            Pass();
        }
    }

    /// <summary>A log as processes see it, and what the disk has of it.</summary>
    private sealed class LogOnDisk
    {
        private byte[] _onDisk = [];
        private bool _isNameOnDisk;

        public MemoryStream Content { get; } = new();

        public void Flush() => _onDisk = Content.ToArray();

        public void FlushFolder() => _isNameOnDisk = true;

        /// <summary>The computer starts again without what wasn't flushed. File systems may keep a part, or the length without the bytes.</summary>
        public void Restart(PowerLoss loss)
        {
            var written = Content.ToArray();
            var same = written.AsSpan().CommonPrefixLength(_onDisk);
            byte[] left = loss switch
            {
                PowerLoss.None => written,
                _ when !_isNameOnDisk => [],
                PowerLoss.All => _onDisk,
                PowerLoss.Half => written[..((same + written.Length) / 2)],
                _ => [.. written[..same], .. new byte[written.Length - same]],
            };
            Content.SetLength(0);
            Content.Write(left);
            if (loss != PowerLoss.None)
            {
                (_onDisk, _isNameOnDisk) = (left, left.Length > 0);
            }
        }
    }

    /// <summary>The log, in which a line can be written partly.</summary>
    private sealed class CrashingStream(LogOnDisk log, World world, ModelService service) : MemoryStream
    {
        public override long Length => log.Content.Length;

        public override long Position
        {
            get => log.Content.Position;
            set => log.Content.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => log.Content.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => log.Content.Read(buffer);

        public override void Flush() => world.Do(log.Flush);

        public override void SetLength(long value)
        {
            if (!world.IsDead)
            {
                log.Content.SetLength(value);
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (world.IsDead)
            {
                throw new InvalidOperationException("crash");
            }

            log.Content.Write(buffer, offset, count / 2);
            world.Pass();
            if (service.IsDiskFull())
            {
                throw new IOException("No space left on device");
            }

            log.Content.Write(buffer, offset + (count / 2), count - (count / 2));
        }
    }

    private sealed class ModelHandler(ModelService service, World world) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (world.IsDead)
            {
                throw new InvalidOperationException("crash");
            }

            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var response = service.Process(request.Method.Method, request.RequestUri!.AbsolutePath, body);
            response.RequestMessage = request;
            world.Pass();
            return response;
        }
    }
}

/// <summary>The end of a run.</summary>
/// <param name="Point">After which point: requests, responses, and the lines of the log before, within and after, and their flushes.</param>
/// <param name="Loss">What the computer loses.</param>
internal sealed record Crash(int Point, PowerLoss Loss);

/// <summary>What a computer loses of the bytes and names that weren't flushed.</summary>
internal enum PowerLoss
{
    /// <summary>Nothing: only the process ended.</summary>
    None,

    /// <summary>Everything.</summary>
    All,

    /// <summary>The second half.</summary>
    Half,

    /// <summary>The bytes, which are zeros then.</summary>
    Bytes,
}
