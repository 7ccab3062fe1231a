using NemoVideo.Client.Operations;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// Identifies a job across runs. The token, the output name, the quality and the destination aren't part of it, so that changing them never
/// charges again.
/// </summary>
internal static class JobIdentity
{
    /// <summary>The input as a URL; null if it is the path of a file.</summary>
    public static Uri? UrlOf(string input) => UrlText.Parse(input) is { Scheme: "http" or "https" } url ? url : null;

    /// <summary>What identifies each input: the URL, or the hash of the file's content.</summary>
    /// <exception cref="NemoException">A file can't be read or uploaded.</exception>
    public static async Task<IReadOnlyList<string>> ReadInputsAsync(VideoJob job, CancellationToken cancellationToken)
    {
        var inputs = new List<string>();
        foreach (var input in job.Inputs)
        {
            inputs.Add(UrlOf(input)?.AbsoluteUri
                ?? await FileHash.OfAsync(MediaFile.Check(input), cancellationToken).ConfigureAwait(false));
        }

        return inputs;
    }

    /// <summary>Hashes what equal jobs have in common.</summary>
    public static string Hash(VideoJob job, IReadOnlyList<string> inputs, Uri api, SkillProfile connected) =>
        ContentHash.OfText(new JsonArray(
            api.GetLeftPart(UriPartial.Authority), ToJson(inputs), ToJson(job.Messages), (job.Skill ?? connected).Name,
            LanguageOf(job, connected)).ToJsonString());

    /// <summary>Tells equal jobs of one run apart by their number in the order of the input, from 1.</summary>
    public static string Of(string hash, int number) => ContentHash.OfText(FormattableString.Invariant($"{hash} {number}"));

    public static string LanguageOf(VideoJob job, SkillProfile connected) =>
        string.IsNullOrEmpty(job.Language) ? (job.Skill ?? connected).Language : job.Language!;

    private static JsonArray ToJson(IReadOnlyList<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}
