using NemoVideo.Client.Edits;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// Identifies a job across runs. The token, the output name, the quality and the destination aren't part of it, so that changing them never
/// charges again.
/// </summary>
internal static class JobIdentity
{
    /// <summary>What identifies each input: the URL without its signature, or the hash of the file's content.</summary>
    /// <exception cref="NemoException">
    /// A message isn't valid, a file can't be read or uploaded, or a URL isn't complete.
    /// </exception>
    public static IReadOnlyList<JobInput> ReadInputs(VideoJob job, JobCatalog catalog, CancellationToken cancellationToken)
    {
        if (job.Messages.Count == 0)
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, "The message is missing.", "Specify a message that describes the edit.");
        }

        foreach (var message in job.Messages)
        {
            MessageText.Check(message);
        }

        var inputs = new List<JobInput>();
        foreach (var input in job.Inputs)
        {
            if (UrlText.ParseWeb(input) is { } url)
            {
                UrlText.CheckIsComplete(url);
                inputs.Add(new JobInput(UrlText.WithoutSignature(url), File: null));
            }
            else
            {
                var file = MediaFile.Check(input);
                inputs.Add(new JobInput(catalog.HashOf(file, cancellationToken), file));
            }
        }

        return inputs;
    }

    /// <summary>Hashes what equal jobs have in common. They are one job. The order of the inputs isn't part of it.</summary>
    public static string Hash(VideoJob job, IReadOnlyList<JobInput> inputs, Uri api, SkillProfile connected) =>
        ContentHash.OfText(new JsonArray(
            api.GetLeftPart(UriPartial.Path).TrimEnd('/'),
            ToJson(inputs.Select(static input => input.Identity).OrderBy(static identity => identity, StringComparer.Ordinal)),
            ToJson(MessagesOf(job)),
            (job.Skill ?? connected).Name, LanguageOf(job, connected).ToLowerInvariant(), inputs.Count > 0 ? 1 : job.Variation)
            .ToJsonString());

    /// <summary>A hash of what identifies each input, which contains no secret of a URL, in the order of the inputs.</summary>
    public static List<string> OrderOf(IEnumerable<JobInput> inputs) =>
        [.. inputs.Select(static input => ContentHash.OfText(input.Identity))];

    /// <summary>
    /// The messages with LF as the line end, without blanks at the ends of lines, and in Unicode normalization form C, because editors and
    /// version control change these.
    /// </summary>
    public static IEnumerable<string> MessagesOf(VideoJob job) => job.Messages.Select(static message => string.Join(
        "\n", message.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n').Select(static line => line.TrimEnd(' ', '\t'))).Normalize());

    public static string LanguageOf(VideoJob job, SkillProfile connected) =>
        string.IsNullOrEmpty(job.Language) ? (job.Skill ?? connected).Language : job.Language!;

    private static JsonArray ToJson(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}

/// <summary>An input of a job.</summary>
/// <param name="Identity">The URL without its signature, or the hash of the file's content.</param>
/// <param name="File">The file whose content was hashed; null for a URL, and if only the catalog was asked.</param>
internal sealed record JobInput(string Identity, MediaFile? File);
