namespace NemoVideo.Help;

/// <summary>What the build hands over, read from a file with a name=value on each line.</summary>
internal sealed record HelpArguments
{
    /// <summary>The compiled cmdlets; what they refer to is looked for beside them.</summary>
    public required string Assembly { get; init; }

    /// <summary>Assemblies that are not beside the cmdlets: PowerShell's own.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The folder of the pages.</summary>
    public required string Folder { get; init; }

    /// <summary>All pages in it. They stand in the file so that a page that comes or goes makes the help anew.</summary>
    public required IReadOnlyList<string> Pages { get; init; }

    /// <summary>The address that the pages' online versions begin with.</summary>
    public required string OnlineRoot { get; init; }

    /// <summary>The folder to write to. What else is in it is removed.</summary>
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
