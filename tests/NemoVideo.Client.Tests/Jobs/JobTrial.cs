using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>A job with one run after the other: each is ended at a crash point, then one ends normally, and the last one has no faults.</summary>
/// <param name="Faults">A number for each request and line of the log, 0 to 99. Those from 40 are no fault.</param>
/// <param name="Crashes">The points at which the runs end: requests, responses, and the lines of the log before, within and after.</param>
internal sealed record JobTrial(IReadOnlyList<int> Faults, IReadOnlyList<int> Crashes)
{
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
        var service = new ModelService(Faults);
        var logs = new Dictionary<string, MemoryStream>(StringComparer.Ordinal);
        var job = new VideoJob
        {
            Inputs = ["https://h.example/a.mp4", "https://h.example/b.mp4"],
            Messages = ["one", "two"],
            Destination = destination,
        };
        foreach (var crash in Crashes.Append(int.MaxValue))
        {
            await RunAsync(job, service, logs, new World(crash));
        }

        service.IsReliable = true;
        var result = await RunAsync(job, service, logs, new World(int.MaxValue));
        var accepted = result?.Status is JobStatus.Succeeded or JobStatus.AlreadyDone ? result
            : await RunAsync(job, service, logs, new World(int.MaxValue), new JobOptions { AcceptTimeline = true });

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
    }

    private static async Task<JobResult?> RunAsync(
        VideoJob job, ModelService service, Dictionary<string, MemoryStream> logs, World world, JobOptions? options = null)
    {
        var clientOptions = new NemoClientOptions
        {
            ApiUrl = new Uri("https://api.example/"),
            Token = "nmv_usr_test",
            UseCache = false,
            Limits = Limits,
            TimeProvider = new SkippingTime(),
            JobStream = identity => new CrashingStream(
                logs.TryGetValue(identity, out var log) ? log : logs[identity] = new MemoryStream(), world, service),
            Recording = (_, _) => world.Pass(),
            Wire = _ => new ModelHandler(service, world),
        };
        using var client = await NemoClient.ConnectAsync(clientOptions, TestService.Ending);
        var results = await JobService.ResultsAsync(client, [job], options);
        return world.IsDead ? null : Assert.Single(results);
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
    }

    /// <summary>The log, in which a line can be written partly.</summary>
    private sealed class CrashingStream(MemoryStream log, World world, ModelService service) : MemoryStream
    {
        public override long Length => log.Length;

        public override long Position
        {
            get => log.Position;
            set => log.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => log.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => log.Read(buffer);

        public override void SetLength(long value)
        {
            if (!world.IsDead)
            {
                log.SetLength(value);
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (world.IsDead)
            {
                throw new InvalidOperationException("crash");
            }

            log.Write(buffer, offset, count / 2);
            world.Pass();
            if (service.IsDiskFull())
            {
                throw new IOException("No space left on device");
            }

            log.Write(buffer, offset + (count / 2), count - (count / 2));
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

    /// <summary>A clock on which pauses take no time, and longer timeouts never expire.</summary>
    private sealed class SkippingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SkippingTimer(callback, state, this);
            timer.Change(dueTime, period);
            return timer;
        }

        private sealed class SkippingTimer(TimerCallback callback, object? state, SkippingTime time) : ITimer
        {
            private bool _isDisposed;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (!_isDisposed && dueTime != Timeout.InfiniteTimeSpan && dueTime < TimeSpan.FromHours(1))
                {
                    Interlocked.Add(ref time._ticks, dueTime.Ticks);
                    ThreadPool.QueueUserWorkItem(_ => callback(state));
                }

                return true;
            }

            public void Dispose() => _isDisposed = true;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
