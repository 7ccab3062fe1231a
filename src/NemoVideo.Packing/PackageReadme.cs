namespace NemoVideo.Packing;

/// <summary>The readme in the package. On the page of a package, relative links lead nowhere.</summary>
internal static partial class PackageReadme
{
    /// <summary>Replaces relative links with links to the repository. If its URL is unknown, only the texts of the links remain.</summary>
    /// <param name="readme">The readme of the repository.</param>
    /// <param name="projectUrl">The URL of the repository, or an empty text.</param>
    /// <param name="version">The version of the package, which is also the name of its tag.</param>
    public static string Of(string readme, string projectUrl, string version) => RelativeLink().Replace(readme, link =>
    {
        var isPicture = link.Groups["picture"].Length > 0;
        if (projectUrl.Length == 0)
        {
            return isPicture ? "" : link.Groups["text"].Value;
        }

        var kind = isPicture ? "raw" : "blob";
        return $"{link.Groups["picture"]}[{link.Groups["text"]}]({projectUrl}/{kind}/v{version}/{link.Groups["path"]})";
    });

    [GeneratedRegex(@"(?<picture>!?)\[(?<text>[^\]\n]*(\n[^\]\n]*)?)\]\((?![a-z]+:|#)(?<path>[^)\s]+)\)")]
    private static partial Regex RelativeLink();
}
