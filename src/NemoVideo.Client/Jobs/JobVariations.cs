namespace NemoVideo.Client.Jobs;

/// <summary>Numbers the jobs without inputs that have the same messages, so that each of them has its own video. Not thread-safe.</summary>
public sealed class JobVariations
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Numbers the next job. All jobs of all shards must be numbered, in the same order in each run.</summary>
    /// <param name="job">The job.</param>
    /// <param name="planned">The number that it has in a plan, of which other jobs can be missing; null for none.</param>
    public VideoJob Number(VideoJob job, int? planned = null)
    {
        if (job.Inputs.Count > 0)
        {
            return job;
        }

        var key = $"{job.Skill?.Name}\n{job.Language?.ToLowerInvariant()}\n{string.Join("\0", JobIdentity.MessagesOf(job))}";
        _counts.TryGetValue(key, out var count);
        var number = planned ?? count + 1;
        _counts[key] = Math.Max(count, number);
        return job with { Variation = number };
    }
}
