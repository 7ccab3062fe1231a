using NemoVideo.Client.Exports;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Jobs;

/// <summary>A unit of work: inputs and messages in, one video out. All messages are sent in one session.</summary>
/// <remarks>
/// A job that was started before is resumed. It is recognized by the API, the content of its files, its URLs, its messages, the skill and
/// the language. Other properties can change without a new charge.
/// </remarks>
public sealed record VideoJob
{
    /// <summary>The inputs in the order in which they are uploaded: paths of files, or http and https URLs. Default: none, if the
    /// agent generates the video from the messages.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The messages in the order in which they are sent, at least one. Each of them is charged.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The skill that the requests of the job are attributed to. Default: the connection's.</summary>
    public SkillProfile? Skill { get; init; }

    /// <summary>The language of the agent as an ISO code, such as <c>en</c>. Default: the skill's.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// The name of the video. The extension can be omitted. Characters that aren't allowed in file names are replaced. Default: the name of
    /// the first input, or <c>video</c>.
    /// </summary>
    public string? OutputName { get; init; }

    /// <summary>The folder of the video. It is created if it doesn't exist.</summary>
    public string Destination { get; init; } = ".";

    /// <summary>The quality of the video, as the service names it. Default: <c>high</c>.</summary>
    public string Quality { get; init; } = "high";

    /// <summary>The resolution of the video, such as <c>1080p</c> or <c>4K</c>. Default: the service's.</summary>
    public string? Resolution { get; init; }

    /// <summary>The frames per second of the video. Default: the service's.</summary>
    public double? FrameRate { get; init; }

    internal RenderOutput Output => new(Quality, Resolution, FrameRate);

    /// <summary>
    /// Tells jobs without inputs and with the same messages apart, from 1: the agent generates a video for each. Default: 1.
    /// </summary>
    public int Variation { get; init; } = 1;

    /// <summary>A value of the caller, which the result contains unchanged. Default: null.</summary>
    public object? Tag { get; init; }

    /// <summary>The full path of the video. If it is taken, the video gets the next free name, such as <c>clip (2).mp4</c>.</summary>
    public string GetOutputPath() => JobOutput.RequestedPath(this);
}

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
