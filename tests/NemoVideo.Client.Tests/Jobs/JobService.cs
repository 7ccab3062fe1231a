using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Runs jobs against an emulator. Every run has its own connection, as in a new process.</summary>
internal sealed class JobService : IAsyncDisposable
{
    public const string Title = "add a title \"Hi\"";

    public static readonly DateTime OldTime = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private JobService(TestService work) => Work = work;

    public TestService Work { get; }

    public string Destination => Work.Folder.PathOf("out");

    /// <summary>The number of messages that the service processed and charged.</summary>
    public int MessageCount => Work.Host.Sessions.Sum(static session => session.MessageCount);

    public static async Task<JobService> StartAsync(EmulatorOptions? options = null) => new(await TestService.StartAsync(options));

    /// <summary>A job with a clip of its own.</summary>
    public VideoJob Job(string clip = "beach.mp4", params string[] messages) => new()
    {
        Inputs = [Clip(clip)],
        Messages = messages.Length == 0 ? [Title] : messages,
        Destination = Destination,
    };

    /// <summary>A job whose clip wasn't written just now.</summary>
    public VideoJob OldJob(string clip = "beach.mp4")
    {
        var job = Job(clip);
        File.SetLastWriteTimeUtc(job.Inputs[0], OldTime);
        return job;
    }

    /// <summary>Writes a clip whose content depends on its name, if it doesn't exist.</summary>
    public string Clip(string name)
    {
        var path = Work.Folder.PathOf(name);
        return File.Exists(path) ? path : Work.Folder.Write(name, 1000 + (int)(uint)name.Sum(static character => character));
    }

    public string OutputOf(string name) => Path.Combine(Destination, name);

    /// <summary>The only record.</summary>
    public string RecordPath => Assert.Single(Directory.GetFiles(Path.Combine(Work.Home, "jobs"), "*.jsonl", SearchOption.AllDirectories));

    public async Task<JobResult> RunAsync(VideoJob job, JobOptions? options = null, Action<string, bool>? recording = null) =>
        Assert.Single(await RunAsync([job], options, recording));

    public async Task<IReadOnlyList<JobResult>> RunAsync(
        IReadOnlyList<VideoJob> jobs, JobOptions? options = null, Action<string, bool>? recording = null, NemoLimits? limits = null)
    {
        using var client = await ConnectAsync(recording, limits);
        return await ResultsAsync(client, jobs, options);
    }

    public Task<NemoClient> ConnectAsync(
        Action<string, bool>? recording = null, NemoLimits? limits = null, bool useCache = true, string? home = null,
        Action<WaitTrace>? retrying = null, Action<string>? notice = null, TimeProvider? time = null) =>
        NemoClient.ConnectAsync(
            new NemoClientOptions
            {
                ApiUrl = Work.Host.Url,
                DataDirectory = home ?? Work.Home,
                UseCache = useCache,
                Limits = limits ?? QuickLimits.Value,
                Recording = recording,
                Observer = new() { Waiting = retrying, Notice = notice },
                TimeProvider = time ?? TimeProvider.System,
            },
            TestService.Ending);

    public static async Task<IReadOnlyList<JobResult>> ResultsAsync(NemoClient client, IReadOnlyList<VideoJob> jobs, JobOptions? options = null) =>
        await client.RunJobsAsync(jobs.ToAsyncEnumerable(), options, TestService.Ending)
            .OfType<JobFinishedUpdate>().Select(static update => update.Result).ToListAsync(TestService.Ending);

    /// <summary>Acts at a line of the log, before or after it is written.</summary>
    public static Action<string, bool> At(string line, Action act, bool isWritten = true) => (name, hasWritten) =>
    {
        if (name == line && hasWritten == isWritten)
        {
            act();
        }
    };

    /// <summary>Ends a run at a line of the log, before or after it is written.</summary>
    public static Action<string, bool> KilledAt(string line, bool isWritten = true) =>
        At(line, static () => throw new InvalidOperationException("killed"), isWritten);

    public ValueTask DisposeAsync() => Work.DisposeAsync();
}
