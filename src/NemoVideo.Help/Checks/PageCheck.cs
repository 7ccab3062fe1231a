using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Compares a page with its cmdlet.</summary>
internal sealed class PageCheck(HelpPage page, Cmdlet cmdlet, ProblemList problems)
{
    private static readonly string[] TextSections = ["SYNOPSIS", "DESCRIPTION"];

    public void Run(string helpFile, string onlineRoot)
    {
        CheckFrontMatter(helpFile, onlineRoot);
        if (page.Title?.Title != cmdlet.Name)
        {
            problems.Add(page.Title?.Line ?? 1, ProblemCodes.Section, $"The page must begin with '# {cmdlet.Name}'.");
        }

        foreach (var name in TextSections.Where(name => page.ParagraphsOf(name).Count == 0))
        {
            problems.Add(page.LineOf(name), ProblemCodes.Section, $"Write '## {name}' and its text.");
        }

        new SyntaxCheck(page, cmdlet, problems).Run();
        new ExampleCheck(page, problems).Run();
        new ParameterCheck(page, cmdlet, problems).Run(page.LineOf("PARAMETERS"));
        new TypesCheck(page, cmdlet, problems).Run();
        if (!page.Links.Any())
        {
            problems.Add(page.LineOf("RELATED LINKS"), ProblemCodes.Section, "Write '## RELATED LINKS' with at least one link, such as [about_NemoVideo](about_NemoVideo.md).");
        }
    }

    private void CheckFrontMatter(string helpFile, string onlineRoot)
    {
        var expected = new Dictionary<string, string>
        {
            ["external help file"] = helpFile,
            ["Module Name"] = "NemoVideo",
            ["online version"] = $"{onlineRoot}{cmdlet.Name}.md",
            ["schema"] = "2.0.0",
        };
        foreach (var (name, value) in expected)
        {
            var found = page.FrontMatter.GetValueOrDefault(name);
            if (found?.Value != value)
            {
                problems.Add(found?.Line ?? 1, ProblemCodes.FrontMatter, $"Write between the dashes at the top: {name}: {value}");
            }
        }
    }
}
