using System.Text;

namespace NemoVideo.Packing;

/// <summary>
/// The manifest in the source tree. It contains everything that a person decides. The build adds what follows from other files.
/// </summary>
/// <param name="text">The content of NemoVideo.psd1.</param>
internal sealed class ModuleManifest(string text)
{
    private const int FileIndent = 8;

    public string Version => Value("ModuleVersion");

    public string Id => Value("GUID");

    public string Author => Value("Author");

    public string Company => Value("CompanyName");

    public string Copyright => Value("Copyright");

    public string Description => Value("Description");

    public IReadOnlyList<string> Tags => List("Tags");

    public IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    /// <summary>Returns the text with the list of files and folders, the release notes and the URLs of the project.</summary>
    /// <param name="files">The paths of all files of the module, with slashes.</param>
    /// <param name="releaseNotes">The release notes.</param>
    /// <param name="projectUrl">The URL of the repository. If it's empty, the manifest contains no URL of the project.</param>
    /// <exception cref="FormatException">The manifest has no line to complete, or the release notes would end their string.</exception>
    public string Complete(IEnumerable<string> files, string releaseNotes, string projectUrl)
    {
        if (releaseNotes.Split('\n').Any(static line => line.StartsWith("'@", StringComparison.Ordinal)))
        {
            throw new FormatException("A line of the release notes begins with '@, which ends the string in the manifest.");
        }

        var indent = new string(' ', FileIndent);
        var list = new StringBuilder("@(\n");
        foreach (var item in files.Select(static file => file.Split('/')[0]).Distinct().Order(StringComparer.Ordinal))
        {
            // PowerShell resolves each item during the import, which takes 0.4 ms.
            list.Append(indent).Append(Quote(item)).Append('\n');
        }

        var completed = Replace(text, "FileList", "@()", $"{list}    )");
        completed = Replace(completed, "ReleaseNotes", "''", $"@'\n{releaseNotes}\n'@");
        return projectUrl.Length == 0
            ? RemoveLine(RemoveLine(completed, "ProjectUri"), "IconUri")
            : Replace(
                Replace(completed, "ProjectUri", "''", Quote(projectUrl)),
                "IconUri",
                "''",
                Quote($"{projectUrl}/raw/v{Version}/docs/icon.png"));
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Replace(string manifest, string name, string empty, string value)
    {
        var line = new Regex($@"(?<=^ *{name} *= ){Regex.Escape(empty)}(?=\r?$)", RegexOptions.Multiline);
        return line.IsMatch(manifest) ? line.Replace(manifest, _ => value, 1) : throw Missing(name);
    }

    private static string RemoveLine(string manifest, string name)
    {
        var line = new Regex($@"^ *{name} *= ''\r?\n", RegexOptions.Multiline);
        return line.IsMatch(manifest) ? line.Replace(manifest, "", 1) : throw Missing(name);
    }

    private static FormatException Missing(string name) => new($"The manifest has no {name} line for the build to fill in.");

    private string Value(string name)
    {
        var match = Regex.Match(text, $@"^ *{name} *= '((?:[^']|'')*)'", RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : throw Missing(name);
    }

    private List<string> List(string name)
    {
        var match = Regex.Match(text, $@"^ *{name} *= @\(((?:[\s,]|'[^']*')*)\)", RegexOptions.Multiline);
        return match.Success
            ? [.. Regex.Matches(match.Groups[1].Value, "'([^']*)'").Select(static one => one.Groups[1].Value)]
            : throw Missing(name);
    }
}
