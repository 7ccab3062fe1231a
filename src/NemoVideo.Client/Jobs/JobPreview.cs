namespace NemoVideo.Client.Jobs;

/// <summary>What a run would do for a job.</summary>
/// <param name="Credit">The estimated credits of the messages that no run has sent.</param>
/// <param name="SentCount">The number of messages that previous runs have sent.</param>
/// <param name="OutputPath">The full path of the video.</param>
/// <param name="IsComplete">Whether a previous run wrote the video, and the file is unchanged.</param>
/// <param name="HasOtherOrder">Whether a previous run joined the same inputs in another order, which the video has.</param>
public sealed record JobEstimate(long Credit, int SentCount, string OutputPath, bool IsComplete, bool HasOtherOrder = false);

/// <summary>
/// Estimates what jobs cost from the logs of earlier runs, and sends nothing. Writes only the catalog. Only the first of equal jobs
/// costs something.
/// </summary>
public sealed class JobPreview : IDisposable
{
    private readonly JobRun _run;

    internal JobPreview(JobServices services, JobOptions options, CancellationToken ending) => _run = new JobRun(services, options, ending);

    /// <summary>Estimates a job. Its files are read completely, unless their hashes are cached or this computer has no records.</summary>
    /// <exception cref="NemoException">The job would fail.</exception>
    public JobEstimate Estimate(VideoJob job)
    {
        _run.Keep(job);
        return _run.Services.Logs.IsEmpty
            ? new JobEstimate(JobOptions.EstimateCredit(job), SentCount: 0, JobOutput.FindFreePath(job, _run), IsComplete: false)
            : _run.FindVideo(job) is { } video
            ? new JobEstimate(Credit: 0, job.Messages.Count, video.OutputPath!, IsComplete: true)
            : new JobExecution(job, _run).Estimate();
    }

    /// <summary>Ends the preview.</summary>
    public void Dispose() => _run.Dispose();
}
