using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Compares the syntax blocks of a page with the parameter sets of the cmdlet.</summary>
internal sealed class SyntaxCheck(HelpPage page, Cmdlet cmdlet, ProblemList problems)
{
    public void Run()
    {
        var section = page.Find("SYNTAX");
        IEnumerable<Section> written = section is null ? [] : cmdlet.Sets is [null] ? [section] : section.Parts;
        var byHeading = written.DistinctBy(static part => part.Title).ToDictionary(static part => part.Title, StringComparer.Ordinal);
        foreach (var set in cmdlet.Sets)
        {
            var heading = set is null ? "SYNTAX" : set == cmdlet.DefaultSet ? $"{set} (Default)" : set;
            var line = SyntaxText.Of(cmdlet, set);
            var part = byHeading.GetValueOrDefault(heading);
            byHeading.Remove(heading);
            var text = part?.Code.FirstOrDefault() is { } code ? string.Join(' ', code.Lines.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;
            if (text != line)
            {
                problems.Add(part?.Line ?? page.LineOf("SYNTAX"), ProblemCodes.Syntax, $"Write below '{(set is null ? "##" : "###")} {heading}': {line}");
            }
        }

        foreach (var leftover in byHeading.Values)
        {
            problems.Add(leftover.Line, ProblemCodes.Syntax, $"There is no parameter set '{leftover.Title}'; remove its block.");
        }
    }
}
