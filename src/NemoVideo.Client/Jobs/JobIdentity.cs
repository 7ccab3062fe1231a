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
    private static readonly bool CanCompose = "e\u0301".Normalize().Length == 1;

    /// <summary>The input as a URL without its fragment, which no server receives; null if it is the path of a file.</summary>
    public static Uri? UrlOf(string input) =>
        UrlText.Parse(input) is { Scheme: "http" or "https" } url ? UrlText.WithoutFragment(url) : null;

    /// <summary>What identifies each input: the URL, or the hash of the file's content.</summary>
    /// <exception cref="NemoException">
    /// A message or the format isn't valid, a file can't be read or uploaded, a URL isn't complete, or <see cref="CheckText"/> rejects the job.
    /// </exception>
    public static IReadOnlyList<JobInput> ReadInputs(VideoJob job, InputHashes hashes, CancellationToken cancellationToken)
    {
        if (job.Messages.Count == 0)
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, "The message is missing.", "Specify a message that describes the edit.");
        }

        if (job.Format.Length == 0 || !job.Format.All(char.IsLetterOrDigit))
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument, $"'{job.Format}' is not a video format.", "Specify a format such as mp4.");
        }

        foreach (var message in job.Messages)
        {
            MessageText.Check(message);
        }

        CheckText(job, CanCompose);
        var inputs = new List<JobInput>();
        foreach (var input in job.Inputs)
        {
            if (UrlOf(input) is { } url)
            {
                UrlText.CheckIsComplete(url);
                inputs.Add(new JobInput(url.AbsoluteUri, File: null));
            }
            else
            {
                var file = MediaFile.Check(input);
                inputs.Add(new JobInput(hashes.Of(file, cancellationToken), file));
            }
        }

        return inputs;
    }

    /// <summary>Throws if the job could have another identity in a process with other settings, and be charged again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="canCompose">Whether this process can normalize text. In invariant globalization mode, .NET leaves it unchanged.</param>
    internal static void CheckText(VideoJob job, bool canCompose)
    {
        if (!canCompose && job.Messages.Concat(job.Inputs.Where(static input => UrlOf(input) is not null)).Any(UnicodeForm.CanChange))
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                "A message or URL contains characters, such as combining characters, that .NET can't normalize in invariant "
                    + "globalization mode. Therefore, nothing was sent. Otherwise, a later run without this mode couldn't recognize "
                    + "the message, and would send it again.",
                "Remove the environment variable DOTNET_SYSTEM_GLOBALIZATION_INVARIANT. On Linux, .NET requires the ICU libraries "
                    + "if this variable isn't set.");
        }
    }

    /// <inheritdoc cref="VideoJob.ToKey"/>
    public static string Describe(VideoJob job) => new JsonArray(
        ToJson(job.Inputs.Select(static input => UrlOf(input)?.AbsoluteUri ?? input)), ToJson(MessagesOf(job)), job.Skill?.Name,
        job.Language?.ToLowerInvariant(), job.OutputName, job.Format, job.Quality.ToLowerInvariant(), job.Output.Options).ToJsonString();

    /// <summary>What equal jobs have in common, without the contents of their files.</summary>
    public static string KeyOf(VideoJob job) =>
        new JsonArray(
            ToJson(MessagesOf(job)), ToJson(job.Inputs.Select(static input => UrlOf(input)?.AbsoluteUri ?? LengthOf(input)))).ToJsonString();

    /// <summary>Hashes what equal jobs have in common.</summary>
    public static string Hash(VideoJob job, IReadOnlyList<JobInput> inputs, Uri api, SkillProfile connected) =>
        ContentHash.OfText(new JsonArray(
            api.GetLeftPart(UriPartial.Path).TrimEnd('/'), ToJson(inputs.Select(static input => input.Identity)), ToJson(MessagesOf(job)),
            (job.Skill ?? connected).Name, LanguageOf(job, connected).ToLowerInvariant()).ToJsonString());

    /// <summary>
    /// The messages with LF as the line end, without blanks at the ends of lines, and in Unicode normalization form C, because editors and
    /// version control change these.
    /// </summary>
    public static IEnumerable<string> MessagesOf(VideoJob job) => job.Messages.Select(static message => Compose(string.Join(
        "\n", message.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n').Select(static line => line.TrimEnd(' ', '\t')))));

    /// <summary>The Unicode normalization form C of a text. macOS and other systems spell names in different forms.</summary>
    public static string Compose(string text)
    {
        try
        {
            return text.Normalize();
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate can't be normalized.
            return text;
        }
    }

    /// <summary>Tells equal jobs of one run apart by their number in the order of the input, from 1.</summary>
    public static string Of(string hash, int number) => ContentHash.OfText(FormattableString.Invariant($"{hash} {number}"));

    public static string LanguageOf(VideoJob job, SkillProfile connected) =>
        string.IsNullOrEmpty(job.Language) ? (job.Skill ?? connected).Language : job.Language!;

    private static string LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The job fails.
            return "";
        }
    }

    private static JsonArray ToJson(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}

/// <summary>An input of a job.</summary>
/// <param name="Identity">The URL, or the hash of the file's content.</param>
/// <param name="File">The file whose content was hashed; null for a URL.</param>
internal sealed record JobInput(string Identity, MediaFile? File);
