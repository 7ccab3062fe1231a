using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Compares the inputs and outputs of a page with those of the cmdlet.</summary>
internal sealed class TypesCheck(HelpPage page, Cmdlet cmdlet, ProblemList problems)
{
    public void Run()
    {
        Check("INPUTS", ExpectedInputs());
        Check("OUTPUTS", cmdlet.OutputTypes);
    }

    private List<string>? ExpectedInputs() =>
        cmdlet.Parameters.SelectMany(static parameter => parameter.Uses).Any(IsBound) ? null : ["None"];

    private static bool IsBound(ParameterUse use) => use.IsByValue || use.IsByName;

    private void Check(string section, IReadOnlyList<string>? expected)
    {
        var parts = page.PartsOf(section);
        var found = parts.Select(static part => part.Title).ToList();
        foreach (var missing in (expected ?? []).Except(found))
        {
            problems.Add(page.LineOf(section), ProblemCodes.Types, $"Write below '## {section}': '### {missing}', and what it is.");
        }

        foreach (var part in parts.Where(part => expected is null ? part.Title == "None" : !expected.Contains(part.Title)))
        {
            problems.Add(part.Line, ProblemCodes.Types, $"'{part.Title}' is not among the {section.ToLowerInvariant()} of {cmdlet.Name}; remove it.");
        }

        if (expected is null && found.Count == 0)
        {
            problems.Add(page.LineOf(section), ProblemCodes.Types, $"{cmdlet.Name} accepts pipeline input; write below '## {section}' a '### Type' for each type, and how it is used.");
        }

        foreach (var part in parts.Where(static part => part.Paragraphs.Count == 0))
        {
            problems.Add(part.Line, ProblemCodes.Types, $"Describe what '{part.Title}' is for.");
        }
    }
}
