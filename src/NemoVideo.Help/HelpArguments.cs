namespace NemoVideo.Help;

/// <summary>The arguments from the build: a file with one name=value per line.</summary>
/// <param name="Assembly">The assembly with the cmdlets. References in the same folder are found automatically.</param>
/// <param name="References">References in other folders, such as those of PowerShell.</param>
/// <param name="Folder">The folder of the pages.</param>
/// <param name="Pages">All pages. They are listed so that MSBuild rebuilds the help if a page is added or removed.</param>
/// <param name="Output">The output folder. Other files in it are deleted.</param>
internal sealed record HelpArguments(
    string Assembly, IReadOnlyList<string> References, string Folder, IReadOnlyList<string> Pages, string Output)
{
    /// <exception cref="FormatException">A line has no value, or a name is missing.</exception>
    public static HelpArguments Read(string path)
    {
        var values = File.ReadAllLines(path)
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split('=', 2))
            .ToLookup(static parts => parts[0], parts => parts is [_, var value] ? value : throw Invalid($"'{parts[0]}' has no value."));
        return new HelpArguments(
            One("assembly"),
            [.. values["reference"]],
            One("folder"),
            [.. values["page"].Order(StringComparer.Ordinal)],
            One("output"));

        string One(string name) => values[name].SingleOrDefault() ?? throw Invalid($"'{name}' must be specified exactly once.");

        FormatException Invalid(string text) => new($"{path}: {text}");
    }
}
