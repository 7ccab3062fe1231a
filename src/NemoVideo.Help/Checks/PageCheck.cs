namespace NemoVideo.Help.Checks;

/// <summary>Compares a page with its cmdlet.</summary>
internal sealed class PageCheck(HelpPage page, Cmdlet cmdlet, ProblemList problems)
{
    private const int MinExamples = 3;

    private static readonly string[] TextSections = ["SYNOPSIS", "DESCRIPTION"];

    public void Run(string helpFile)
    {
        CheckFrontMatter(helpFile);
        if (page.Title?.Title != cmdlet.Name)
        {
            problems.Add(page.Title?.Line ?? 1, ProblemCodes.Section, $"The title of the page must be '# {cmdlet.Name}'.");
        }

        foreach (var name in TextSections.Where(name => page.ParagraphsOf(name).Count == 0))
        {
            problems.Add(page.LineOf(name), ProblemCodes.Section, $"Add text under the heading '## {name}'.");
        }

        CheckSyntax();
        CheckExamples();
        CheckParameters();
        CheckInputs();
        CheckTypes("OUTPUTS", cmdlet.OutputTypes);
        if (!page.Links.Any())
        {
            const string Text = "Add at least one link, such as [about_NemoVideo](about_NemoVideo.md), under '## RELATED LINKS'.";
            problems.Add(page.LineOf("RELATED LINKS"), ProblemCodes.Section, Text);
        }
    }

    private void CheckFrontMatter(string helpFile)
    {
        var expected = new Dictionary<string, string>
        {
            ["external help file"] = helpFile,
            ["Module Name"] = "NemoVideo",
            ["schema"] = "2.0.0",
        };
        foreach (var (name, value) in expected)
        {
            var found = page.FrontMatter.GetValueOrDefault(name);
            if (found?.Value != value)
            {
                problems.Add(found?.Line ?? 1, ProblemCodes.FrontMatter, $"The front matter must contain this line: {name}: {value}");
            }
        }

        foreach (var (name, fact) in page.FrontMatter.Where(one => !expected.ContainsKey(one.Key)))
        {
            problems.Add(fact.Line, ProblemCodes.FrontMatter, $"Remove this line from the front matter: {name}: {fact.Value}");
        }
    }

    private void CheckSyntax()
    {
        var section = page.Find("SYNTAX");
        IEnumerable<Section> written = section is null ? [] : cmdlet.Sets is [null] ? [section] : section.Parts;
        var byHeading = written.DistinctBy(static part => part.Title).ToDictionary(static part => part.Title, StringComparer.Ordinal);
        foreach (var set in cmdlet.Sets)
        {
            var heading = set is null ? "SYNTAX" : set == cmdlet.DefaultSet ? $"{set} (Default)" : set;
            var line = SyntaxText.Of(cmdlet, set);
            byHeading.Remove(heading, out var part);
            var words = part?.Code.FirstOrDefault()?.Lines.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (string.Join(' ', words) != line)
            {
                var text = $"Below '{(set is null ? "##" : "###")} {heading}', put this syntax in a code block: {line}";
                problems.Add(part?.Line ?? page.LineOf("SYNTAX"), ProblemCodes.Syntax, text);
            }
        }

        foreach (var leftover in byHeading.Values)
        {
            problems.Add(leftover.Line, ProblemCodes.Syntax, $"'### {leftover.Title}' doesn't match a parameter set; remove the section.");
        }
    }

    private void CheckExamples()
    {
        if (page.Examples.Count < MinExamples)
        {
            var text = $"The page must have at least {MinExamples} examples, but it has {page.Examples.Count}.";
            problems.Add(page.LineOf("EXAMPLES"), ProblemCodes.Examples, text);
        }

        foreach (var (index, example) in page.Examples.Index())
        {
            var prefix = $"Example {index + 1}: ";
            if (!example.Title.StartsWith(prefix, StringComparison.Ordinal) || example.Title.Length == prefix.Length)
            {
                problems.Add(example.Line, ProblemCodes.Examples, $"Begin the heading with '### {prefix}', followed by a short description.");
            }

            if (example.Code is not [{ Length: > 0 }] || example.Output.Count > 1)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "Use one code block per example, followed by at most one ```Output block.");
            }

            if (example.Remarks.Count == 0)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "Below the code, explain in a sentence when to use the example.");
            }
        }
    }

    private void CheckParameters()
    {
        foreach (var parameter in cmdlet.Parameters)
        {
            if (page.Parameters.FirstOrDefault(found => found.Name == parameter.Name) is { } found)
            {
                CheckParameter(parameter, found);
            }
            else
            {
                var text = $"-{parameter.Name} is not described; add '### -{parameter.Name}' with a description and {Describe(parameter)}";
                problems.Add(page.LineOf("PARAMETERS"), ProblemCodes.MissingParameter, text);
            }
        }

        foreach (var leftover in page.Parameters.Where(found => !cmdlet.Parameters.Any(parameter => parameter.Name == found.Name)))
        {
            var text = $"{cmdlet.Name} doesn't have a -{leftover.Name} parameter; remove the section '### -{leftover.Name}'.";
            problems.Add(leftover.Line, ProblemCodes.LeftoverParameter, text);
        }
    }

    private void CheckParameter(Parameter parameter, PageParameter found)
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
            foreach (var (name, value) in parameter.Facts(group).Where(fact => facts.GetValueOrDefault(fact.Name)?.Value != fact.Value))
            {
                var line = facts.GetValueOrDefault(name)?.Line ?? found.Line;
                problems.Add(line, ProblemCodes.ParameterFact, $"The YAML block of -{parameter.Name} must contain the line '{name}: {value}'.");
            }
        }
    }

    private static string Describe(Parameter parameter) => string.Join(" and ", parameter.Groups.Select(group =>
        $"a YAML block with {string.Join("; ", parameter.Facts(group).Select(static fact => $"{fact.Name}: {fact.Value}"))}"));

    private void CheckInputs()
    {
        var parts = page.PartsOf("INPUTS");
        if (!cmdlet.Parameters.Any(static parameter => parameter.Uses.Any(static use => use.IsByValue || use.IsByName)))
        {
            CheckTypes("INPUTS", ["None"]);
            return;
        }

        CheckTypes("INPUTS", [.. parts.Select(static part => part.Title).Where(static title => title != "None")]);
        if (parts.Count == 0)
        {
            problems.Add(page.LineOf("INPUTS"), ProblemCodes.Types, $"{cmdlet.Name} accepts pipeline input; below '## INPUTS', "
                + "add a '### <type name>' section with a description for each input type.");
        }
    }

    private void CheckTypes(string section, IReadOnlyList<string> expected)
    {
        var parts = page.PartsOf(section);
        foreach (var missing in expected.Except(parts.Select(static part => part.Title)))
        {
            problems.Add(page.LineOf(section), ProblemCodes.Types, $"Below '## {section}', add '### {missing}' with a description.");
        }

        foreach (var part in parts.Where(part => !expected.Contains(part.Title)))
        {
            var text = $"'{part.Title}' is not one of the {section.ToLowerInvariant()} of {cmdlet.Name}; remove the section.";
            problems.Add(part.Line, ProblemCodes.Types, text);
        }

        foreach (var part in parts.Where(static part => part.Paragraphs.Count == 0))
        {
            problems.Add(part.Line, ProblemCodes.Types, $"Below '### {part.Title}', add a description.");
        }
    }
}
