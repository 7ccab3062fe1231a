namespace NemoVideo.Help;

/// <summary>The arguments from the build: a file with one name=value per line.</summary>
internal sealed record HelpArguments
{
    /// <summary>The assembly with the cmdlets. References in the same folder are found automatically.</summary>
    public required string Assembly { get; init; }

    /// <summary>References in other folders, such as those of PowerShell.</summary>
    public required IReadOnlyList<string> References { get; init; }

    public required string Folder { get; init; }

    /// <summary>All pages. They are listed in the file so that MSBuild rebuilds the help if a page is added or removed.</summary>
    public required IReadOnlyList<string> Pages { get; init; }

    /// <summary>The start of the URLs of the online pages.</summary>
    public required string OnlineRoot { get; init; }

    /// <summary>The output folder. Other files in it are deleted.</summary>
    public required string Output { get; init; }

    /// <exception cref="FormatException">A line has no value, or a name is missing.</exception>
    public static HelpArguments Read(string path)
    {
        var values = File.ReadAllLines(path)
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split('=', 2))
            .Select(line => line is [var name, var value] ? (Name: name, Value: value) : throw new FormatException($"{path}: '{line[0]}' has no value."))
            .ToLookup(static pair => pair.Name, static pair => pair.Value);

        return new HelpArguments
        {
            Assembly = One("assembly"),
            References = [.. values["reference"]],
            Folder = One("folder"),
            Pages = [.. values["page"].Order(StringComparer.Ordinal)],
            OnlineRoot = One("online"),
            Output = One("output"),
        };

        string One(string name) => values[name].SingleOrDefault() ?? throw new FormatException($"{path}: there must be one '{name}'.");
    }
}
