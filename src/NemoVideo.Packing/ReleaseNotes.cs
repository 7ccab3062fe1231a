namespace NemoVideo.Packing;

/// <summary>The release notes of a version, from the changelog.</summary>
internal static partial class ReleaseNotes
{
    /// <summary>The maximum length in characters. The PowerShell Gallery rejects packages with more than 35,000.</summary>
    private const int MaxLength = 10_000;

    private const string More = "- The file CHANGELOG.md in the folder of the module lists all changes.";

    /// <summary>
    /// Returns the section of the version. If it's missing, returns the section of the unreleased changes. If the section is too long,
    /// its last entries are replaced with a reference to the changelog.
    /// </summary>
    /// <exception cref="FormatException">The changelog has neither section.</exception>
    public static string Of(string changelog, string version)
    {
        var sections = SectionStart().Split(changelog.ReplaceLineEndings("\n")).Skip(1).Chunk(2)
            .ToDictionary(static part => part[0], static part => part[1].Trim(), StringComparer.Ordinal);
        var section = sections.GetValueOrDefault(version) ?? sections.GetValueOrDefault("Unreleased")
            ?? throw new FormatException($"The changelog has neither a [{version}] section nor an [Unreleased] section.");
        return section.Length <= MaxLength ? section : Shorten(section);
    }

    private static string Shorten(string section)
    {
        var end = section.LastIndexOf("\n- ", MaxLength - More.Length, StringComparison.Ordinal);
        return section[..(end + 1)] + More;
    }

    [GeneratedRegex(@"^## \[([^\]]+)\].*\n", RegexOptions.Multiline)]
    private static partial Regex SectionStart();
}
