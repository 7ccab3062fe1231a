using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Checks the number of examples, and that each is complete.</summary>
internal sealed class ExampleCheck(HelpPage page, ProblemList problems)
{
    private const int MinExamples = 3;

    public void Run()
    {
        if (page.Examples.Count < MinExamples)
        {
            problems.Add(page.LineOf("EXAMPLES"), ProblemCodes.Examples, $"There are {page.Examples.Count} examples; at least {MinExamples} are required.");
        }

        for (var i = 0; i < page.Examples.Count; i++)
        {
            var example = page.Examples[i];
            var prefix = $"Example {i + 1}: ";
            if (!example.Title.StartsWith(prefix, StringComparison.Ordinal) || example.Title.Length == prefix.Length)
            {
                problems.Add(example.Line, ProblemCodes.Examples, $"Begin the heading with '### {prefix}' and describe what it shows.");
            }

            if (example.Code is not [{ Length: > 0 }] || example.Output.Count > 1)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "An example has one code block, then at most one ```Output.");
            }

            if (example.Remarks.Count == 0)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "Explain below the code in a sentence when to use it.");
            }
        }
    }
}
