namespace NemoVideo.Help.Pages;

/// <summary>The page of a cmdlet: text only, because its syntax and the facts about its parameters are those of the cmdlet.</summary>
internal sealed class HelpPage
{
    private static readonly string[] Headings =
        ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Dictionary<string, Section> _sections;

    private HelpPage(IEnumerable<Section> sections) =>
        _sections = sections.DistinctBy(static part => part.Title).ToDictionary(static part => part.Title, StringComparer.Ordinal);

    /// <summary>The texts of the links in RELATED LINKS.</summary>
    public IEnumerable<string> Links => this["RELATED LINKS"].Blocks
        .SelectMany(static block => block is LeafBlock leaf ? leaf.Inline?.Descendants() ?? [] : block.Descendants())
        .OfType<LinkInline>()
        .Select(static link => PlainText.Of(link));

    /// <summary>The section with this heading. Its line is 1 if it is missing.</summary>
    public Section this[string heading] => _sections.GetValueOrDefault(heading) ?? new Section(heading, 1, [], []);

    /// <summary>Reads the page of a cmdlet, and reports what Get-Help would not show, or would show without a text.</summary>
    public static HelpPage Read(Cmdlet cmdlet, ProblemList problems)
    {
        if (!File.Exists(problems.Path))
        {
            problems.Add(1, $"{cmdlet.Name} has no help page. Begin with a copy of Get-NemoCredit.md.");
            return new HelpPage([]);
        }

        var sections = MarkdownPage.ReadSections(MarkdownPage.Read(File.ReadAllText(problems.Path), problems), level: 2);
        foreach (var leftover in sections.Where(static part => !Headings.Contains(part.Title)))
        {
            problems.Add(leftover.Line, $"Remove the section '## {leftover.Title}'; only these are shown: {string.Join(", ", Headings)}.");
        }

        foreach (var code in sections.Where(static part => part.Title != "EXAMPLES").SelectMany(static part => part.Parts.Prepend(part))
            .SelectMany(static part => part.Code))
        {
            problems.Add(code.Line + 1, "Get-Help shows no code outside an example. The build adds the facts about a parameter.");
        }

        var page = new HelpPage(sections);
        Compare("PARAMETERS", cmdlet.Parameters.Select(static parameter => "-" + parameter.Name));
        Compare("OUTPUTS", cmdlet.OutputTypes);
        return page;

        void Compare(string heading, IEnumerable<string> expected)
        {
            var (line, parts) = (page[heading].Line, page[heading].Parts);
            var described = parts.Where(static part => part.Paragraphs.Count > 0).Select(static part => part.Title);
            foreach (var missing in expected.Except(described))
            {
                problems.Add(line, $"Below '## {heading}', describe '### {missing}'.");
            }

            foreach (var leftover in parts.ExceptBy(expected, static part => part.Title))
            {
                problems.Add(leftover.Line, $"{cmdlet.Name} doesn't have {leftover.Title}; remove the section.");
            }
        }
    }
}

/// <summary>A heading, the blocks up to the next level, and the subsections of the next level. The line is counted from 1.</summary>
internal sealed record Section(string Title, int Line, List<Block> Blocks, List<Section> Parts)
{
    public IEnumerable<FencedCodeBlock> Code => Blocks.OfType<FencedCodeBlock>();

    /// <summary>Everything except code, as paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs =>
        [.. Blocks.Where(static block => block is not FencedCodeBlock).SelectMany(PlainText.OfBlock)];
}
