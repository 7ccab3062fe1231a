using NemoVideo.Help.Pages;

namespace NemoVideo.Help.Checks;

/// <summary>Sees that the examples of a page are enough, and each whole.</summary>
internal sealed class ExampleCheck(HelpPage page, ProblemList problems)
{
    private const int LeastExamples = 3;

    public void Run()
    {
        if (page.Examples.Count < LeastExamples)
        {
            problems.Add(page.LineOf("EXAMPLES"), ProblemCodes.Examples, $"There are {page.Examples.Count} examples where {LeastExamples} are needed at least.");
        }

        for (var i = 0; i < page.Examples.Count; i++)
        {
            var example = page.Examples[i];
            var prefix = $"Example {i + 1}: ";
            if (!example.Title.StartsWith(prefix, StringComparison.Ordinal) || example.Title.Length == prefix.Length)
            {
                problems.Add(example.Line, ProblemCodes.Examples, $"Begin the heading with '### {prefix}' and say what it shows.");
            }

            if (example.Code is not [{ Length: > 0 }] || example.Output.Count > 1)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "An example has one block of code, and after it at most one ```Output.");
            }

            if (example.Remarks.Count == 0)
            {
                problems.Add(example.Line, ProblemCodes.Examples, "Say below the code in a sentence why one would write it.");
            }
        }
    }
}
