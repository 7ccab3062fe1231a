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

    /// <summary>Hashes what equal jobs have in common. Reads the content of the files.</summary>
    /// <exception cref="NemoException">A file can't be read or uploaded.</exception>
    public static async Task<string> HashAsync(VideoJob job, Uri api, SkillProfile skill, CancellationToken cancellationToken)
    {
        var inputs = new JsonArray();
        foreach (var input in job.Inputs)
        {
            inputs.Add((JsonNode)(UrlOf(input)?.AbsoluteUri
                ?? await FileHash.OfAsync(MediaFile.Check(input), cancellationToken).ConfigureAwait(false)));
        }

        var messages = new JsonArray([.. job.Messages.Select(static message => (JsonNode)message)]);
        return ContentHash.OfText(new JsonArray(
            api.GetLeftPart(UriPartial.Authority), inputs, messages, skill.Name, LanguageOf(job, skill)).ToJsonString());
    }

    /// <summary>Tells equal jobs of one run apart by their number in the order of the input, from 1.</summary>
    public static string Of(string hash, int number) => ContentHash.OfText(FormattableString.Invariant($"{hash} {number}"));

    public static string LanguageOf(VideoJob job, SkillProfile skill) =>
        string.IsNullOrEmpty(job.Language) ? skill.Language : job.Language!;
}
