using System.Security.Cryptography;
using System.Text;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// What New-NemoVideo would do for one video. The properties bind to the parameters of New-NemoVideo, also after Export-Csv, so they are
/// texts and whole numbers that are the same in each culture. Null is a value that doesn't apply.
/// </summary>
public sealed class NemoVideoPlan
{
    private const string Variation = "variation ";

    private readonly JobEstimate _estimate;

    internal NemoVideoPlan(VideoJob job, JobEstimate estimate) => (Job, _estimate) = (job, estimate);

    /// <summary><c>New</c>; <c>Continues</c> if previous runs sent messages; or <c>Done</c> if a previous run created the video.</summary>
    public string Status => _estimate.IsComplete ? "Done" : _estimate.SentCount > 0 ? "Continues" : "New";

    /// <summary>The file names of the inputs, separated by semicolons; the message for a generated video.</summary>
    public string SourceName => NemoVideoResult.NameOf(Job);

    /// <summary>The messages, separated by <c>;;</c>.</summary>
    public string Message => string.Join(";;", Job.Messages);

    /// <summary>The requested name of the video.</summary>
    public string OutputName => DisplayText.FileName(Job.GetOutputPath());

    /// <summary>The estimated credits of the messages that no run has sent.</summary>
    public long EstimatedCredit => _estimate.Credit;

    /// <summary>The full path that the video has, or would get now.</summary>
    public string OutputPath => _estimate.OutputPath;

    /// <summary>The paths and URLs of the inputs, separated by semicolons. The URLs are complete, because they are used.</summary>
    public string? Path => Job.Inputs.Count == 0 ? null : string.Join(";", Job.Inputs);

    /// <summary>The quality: low, medium or high.</summary>
    public string Quality => Job.Quality;

    /// <summary>The resolution; null for the service's.</summary>
    public string? Resolution => Job.Resolution;

    /// <summary>The frames per second; null for the service's.</summary>
    public string? FrameRate => Job.FrameRate?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The language of the responses; null for the skill's.</summary>
    public string? Language => Job.Language;

    /// <summary>The name of the skill.</summary>
    public string? Skill => Job.Skill?.Name;

    /// <summary>
    /// What was planned: the length and last write time (UTC) of each file; for a generated video, its number among those with the same
    /// messages, and a part of their hash. A spreadsheet doesn't convert it.
    /// </summary>
    public string PlannedInput { get; internal init; } = "";

    internal VideoJob Job { get; }

    internal bool HasOtherOrder => _estimate.HasOtherOrder;

    /// <summary>What New-NemoVideo does, as a sentence.</summary>
    internal string Action
    {
        get
        {
            if (_estimate.IsComplete)
            {
                return $"Keep the video '{OutputPath}' from a previous run (costs no credits)";
            }

            var (count, noun) = (Job.Messages.Count, Job.Messages.Count == 1 ? "message" : "messages");
            var sent = _estimate.SentCount == count ? $"the {noun}" : $"{_estimate.SentCount} of {count} {noun}";
            sent = _estimate.SentCount == 0 ? "" : $"; a previous run has already sent {sent}";
            return $"Create the video '{OutputPath}' with the {noun} {string.Join(", ", Job.Messages.Select(DisplayText.Quote))} "
                + $"(costs {(EstimatedCredit > 0 ? $"about {EstimatedCredit}" : "no")} credits{sent})";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => SourceName;

    /// <summary>The inputs of a job as <see cref="PlannedInput"/> describes them.</summary>
    /// <exception cref="NemoException">A file can't be used.</exception>
    internal static string Describe(VideoJob job) =>
        job.Inputs.Count == 0 ? $"{Variation}{job.Variation} {HashOf(job)}" : string.Join("; ", job.Inputs.Select(DescribeInput));

    /// <summary>The number of a generated video in <see cref="PlannedInput"/>; null for another video, or if its messages were edited.</summary>
    internal static int? VariationIn(string? planned, VideoJob job) =>
        Regex.Match(planned ?? "", $@"^{Variation}([0-9]{{1,9}}) {HashOf(job)}\z", RegexOptions.CultureInvariant) is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static string HashOf(VideoJob job)
    {
        using var sha = SHA256.Create();
        return string.Concat(
            sha.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\0", job.Messages))).Take(4).Select(static one => $"{one:x2}"));
    }

    private static string DescribeInput(string input)
    {
        if (VideoInputs.IsUrl(input))
        {
            return "URL";
        }

        var file = MediaFile.Check(input);
        return FormattableString.Invariant($"{file.Length} bytes {file.LastWriteTime:O}");
    }
}
