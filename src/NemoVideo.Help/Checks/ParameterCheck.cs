using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Compares the parameters of a page with those of the cmdlet.</summary>
internal sealed class ParameterCheck(HelpPage page, Cmdlet cmdlet, ProblemList problems)
{
    public void Run(int sectionLine)
    {
        foreach (var parameter in cmdlet.Parameters)
        {
            if (page.Parameters.FirstOrDefault(found => found.Name == parameter.Name) is { } found)
            {
                Check(parameter, found);
            }
            else
            {
                problems.Add(sectionLine, ProblemCodes.MissingParameter, $"-{parameter.Name} is not described; write '### -{parameter.Name}', what it does, and {Describe(parameter)}");
            }
        }

        foreach (var leftover in page.Parameters.Where(found => !cmdlet.Parameters.Any(parameter => parameter.Name == found.Name)))
        {
            problems.Add(leftover.Line, ProblemCodes.LeftoverParameter, $"{cmdlet.Name} has no parameter -{leftover.Name}; remove its section.");
        }
    }

    private static string Describe(Parameter parameter) => string.Join(" and ", parameter.Groups.Select(group =>
        $"a yaml block with {string.Join("; ", ParameterFacts.Of(parameter, group).Select(static fact => $"{fact.Name}: {fact.Value}"))}"));

    private void Check(Parameter parameter, PageParameter found)
    {
        if (found.Description.Count == 0)
        {
            problems.Add(found.Line, ProblemCodes.MissingParameter, $"Describe what -{parameter.Name} does.");
        }

        var groups = parameter.Groups.ToList();
        if (groups.Count != found.Facts.Count)
        {
            problems.Add(found.Line, ProblemCodes.ParameterFact, $"-{parameter.Name} needs {Describe(parameter)}");
            return;
        }

        foreach (var (group, facts) in groups.Zip(found.Facts))
        {
            foreach (var (name, value) in ParameterFacts.Of(parameter, group).Where(fact => facts.GetValueOrDefault(fact.Name)?.Value != fact.Value))
            {
                problems.Add(facts.GetValueOrDefault(name)?.Line ?? found.Line, ProblemCodes.ParameterFact, $"Of -{parameter.Name}, write: {name}: {value}");
            }
        }
    }
}
