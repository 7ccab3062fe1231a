using System.Text.RegularExpressions;

namespace NemoVideo.Help.Topics;

/// <summary>The table of the error IDs: for each, its category, what happened, what to do, and what is charged or left.</summary>
/// <param name="text">The table as Markdown. Below the heading of an ID is a list of three items.</param>
internal sealed partial class ErrorTable(string text)
{
    private const string Topic = "about_NemoVideo_Errors";

    private readonly string _text = text.ReplaceLineEndings("\n");

    /// <summary>A topic for each ID as Markdown, so that <c>Get-Help NemoEditUnchanged</c> shows only its entry.</summary>
    public IEnumerable<(string Id, string Text)> Topics => Entry().Matches(_text).Select(static match =>
    {
        var lines = match.Groups["line"].Captures;
        return (match.Groups["id"].Value, $"## Short description\n\n{lines[0]}\n\n## Long description\n\n{lines[1]}\n\n{lines[2]}\n\n"
            + $"The category is {match.Groups["category"]}.\n\n## See also\n\n- {Topic}\n");
    });

    /// <summary>Adds the groups of the table to the page about errors, before its last section. Other pages stay the same.</summary>
    public string AddTo(string page, string name)
    {
        var groups = _text[_text.IndexOf("## ", StringComparison.Ordinal)..];
        return name == Topic ? page.Insert(page.IndexOf("## See also", StringComparison.Ordinal), groups + "\n") : page;
    }

    [GeneratedRegex(@"^### (?<id>\w+) \((?<category>\w+)\)\n\n(- (?<line>.+(\n  .+)*)\n){3}", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
