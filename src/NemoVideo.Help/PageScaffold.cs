namespace NemoVideo.Help;

/// <summary>Creates a page with everything that the metadata contains. The build reports what is missing.</summary>
internal static class PageScaffold
{
    /// <summary>Writes a page for each cmdlet without one, and returns the paths.</summary>
    public static IEnumerable<string> WriteMissing(HelpArguments arguments)
    {
        foreach (var cmdlet in CmdletReader.Read(arguments.Assembly, arguments.References))
        {
            var path = Path.Combine(arguments.Folder, cmdlet.Name + ".md");
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(arguments.Folder);
                File.WriteAllText(path, string.Join('\n', Lines(cmdlet, arguments)) + "\n");
                yield return path;
            }
        }
    }

    private static IEnumerable<string> Lines(Cmdlet cmdlet, HelpArguments arguments) =>
    [
        "---", $"external help file: {Path.GetFileName(arguments.Assembly)}-Help.xml", "Module Name: NemoVideo",
        "schema: 2.0.0", "---",
        "", $"# {cmdlet.Name}",
        "", "## SYNOPSIS",
        "", "## SYNTAX", "", .. cmdlet.Sets.SelectMany(set => SyntaxLines(cmdlet, set)),
        "## DESCRIPTION",
        "", "## EXAMPLES",
        "", "### Example 1: ", "", "```powershell", "```",
        "", "## PARAMETERS", "", .. cmdlet.Parameters.SelectMany(ParameterLines),
        "### CommonParameters",
        "", "This cmdlet supports the common parameters, such as -ErrorAction and -Verbose. See about_CommonParameters.",
        "", "## INPUTS",
        "", "## OUTPUTS", "", .. cmdlet.OutputTypes.SelectMany(static type => new[] { $"### {type}", "" }),
        "## NOTES",
        "", "## RELATED LINKS",
    ];

    private static IEnumerable<string> SyntaxLines(Cmdlet cmdlet, string? set)
    {
        string[] heading = set is null ? [] : [$"### {set}{(set == cmdlet.DefaultSet ? " (Default)" : "")}", ""];
        return [.. heading, "```", SyntaxText.Of(cmdlet, set), "```", ""];
    }

    private static IEnumerable<string> ParameterLines(Parameter parameter) =>
        [$"### -{parameter.Name}", "", .. parameter.Groups.SelectMany(group => YamlLines(parameter, group))];

    /// <summary>The metadata doesn't contain the default value.</summary>
    private static IEnumerable<string> YamlLines(Parameter parameter, IGrouping<ParameterUse, string> group)
    {
        var lines = parameter.Facts(group).Select(static fact => $"{fact.Name}: {fact.Value}".TrimEnd()).ToList();
        lines.Insert(IndexOf("Position:") + 1, $"Default value: {(parameter.IsSwitch ? "False" : "None")}");
        lines.Insert(IndexOf("Required:"), "");
        return ["```yaml", .. lines, "```", ""];

        int IndexOf(string name) => lines.FindIndex(line => line.StartsWith(name, StringComparison.Ordinal));
    }
}
