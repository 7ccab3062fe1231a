using System.Text.RegularExpressions;

namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>A row of <c>outcomes.tsv</c>: what a recorded stream means. The head of the file describes the columns.</summary>
internal sealed record Outcome(string Stream, string Events, string Changed, string Unchanged, string Told)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<Outcome> All { get; } =
    [
        .. File.ReadLines(TestPaths.Data("Outcomes", "outcomes.tsv")).Where(static line => !line.StartsWith('#')).Skip(1)
            .Select(static line => line.Split('\t'))
            .Select(static cell => new Outcome(cell[0], cell[1], cell[2], cell[3], cell[4])),
    ];

    /// <summary>The texts of the agent.</summary>
    public IReadOnlyList<string> Texts =>
        [.. Parts.Where(static part => part[0] == '"').Select(static part => JsonSerializer.Deserialize<string>(part)!)];

    /// <summary>The names of the tools that were called.</summary>
    public IReadOnlyList<string> Tools => [.. Parts.Where(static part => part[0] == '>').Select(static part => part[1..])];

    /// <summary>The texts, tool calls, tool results, unknown events and error events, as in the column.</summary>
    public IReadOnlyList<string> Parts => [.. Regex.Matches(Events, """
        "(\\.|[^"\\])*"|\S+
        """.Trim()).Select(static part => part.Value)];

    /// <summary>What the errors and warnings of an edit that didn't succeed contain.</summary>
    public IReadOnlyList<string> Facts => Told.Split(" | ", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The status of the edit, by whether it changes the timeline.</summary>
    public string Status(bool isChanged) => (isChanged ? Changed : Unchanged).Split(' ')[0];
}
