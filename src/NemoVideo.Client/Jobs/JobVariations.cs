namespace NemoVideo.Client.Jobs;

/// <summary>Numbers the jobs without inputs that have the same messages, so that each of them has its own video. Not thread-safe.</summary>
public sealed class JobVariations
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Numbers the next job. All jobs of all shards must be numbered, in the same order in each run.</summary>
    public VideoJob Number(VideoJob job)
    {
        if (job.Inputs.Count > 0)
        {
            return job;
        }

        var key = $"{job.Skill?.Name}\n{job.Language?.ToLowerInvariant()}\n{string.Join("\0", JobIdentity.MessagesOf(job))}";
        _counts[key] = _counts.TryGetValue(key, out var count) ? count + 1 : 1;
        return job with { Variation = _counts[key] };
    }
}
