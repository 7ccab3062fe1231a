namespace NemoVideo.Client.Jobs;

/// <summary>Runs jobs concurrently, and resumes the ones that previous runs started.</summary>
internal sealed class JobRunner
{
    public IAsyncEnumerable<JobUpdate> RunAsync(
        IAsyncEnumerable<VideoJob> jobs, JobOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The next commit adds the engine.");
}
