namespace NemoVideo.Help.Pages;

/// <summary>The page of a cmdlet in the format of platyPS 0.14. The title is the section of the first heading; null for none.</summary>
internal sealed record HelpPage(IReadOnlyDictionary<string, Fact> FrontMatter, Section? Title)
{
    public IReadOnlyList<PageExample> Examples { get; } = [.. PartsOf(Title, "EXAMPLES").Select(PageExample.From)];

    public IReadOnlyList<PageParameter> Parameters { get; } =
        [.. PartsOf(Title, "PARAMETERS").Where(static part => part.Title != "CommonParameters").Select(PageParameter.From)];

    /// <summary>The texts of the links in RELATED LINKS.</summary>
    public IEnumerable<string> Links => (Find("RELATED LINKS")?.Blocks ?? [])
        .SelectMany(static block => block is LeafBlock leaf ? leaf.Inline?.Descendants() ?? [] : block.Descendants())
        .OfType<LinkInline>()
        .Select(static link => PlainText.Of(link));

    public static HelpPage Read(string text, ProblemList problems)
    {
        var document = MarkdownPage.Read(text, problems);
        var yaml = document.OfType<YamlFrontMatterBlock>().FirstOrDefault();
        var lines = text.ReplaceLineEndings("\n").Split('\n').Take(yaml is null ? 0 : yaml.Lines.Count + 1);
        return new HelpPage(Fact.ReadAll(lines, firstLine: 1), MarkdownPage.ReadSections(document, level: 1).FirstOrDefault());
    }

    /// <summary>The section with this heading, or null.</summary>
    public Section? Find(string heading) => Title?.Parts.Find(part => part.Title == heading);

    /// <summary>The line of a section, or the line to report if it is missing.</summary>
    public int LineOf(string heading) => Find(heading)?.Line ?? Title?.Line ?? 1;

    public IReadOnlyList<Section> PartsOf(string heading) => PartsOf(Title, heading);

    public IReadOnlyList<string> ParagraphsOf(string heading) => Find(heading)?.Paragraphs ?? [];

    private static List<Section> PartsOf(Section? page, string heading) => page?.Parts.Find(part => part.Title == heading)?.Parts ?? [];
}

/// <summary>A heading, the blocks up to the next level, and the subsections of the next level. The line is counted from 1.</summary>
internal sealed record Section(string Title, int Line, List<Block> Blocks, List<Section> Parts)
{
    public IEnumerable<FencedCodeBlock> Code => Blocks.OfType<FencedCodeBlock>();

    /// <summary>Everything except code, as paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs =>
        [.. Blocks.Where(static block => block is not FencedCodeBlock).SelectMany(PlainText.OfBlock)];
}

/// <summary>The value of a "name: value" line.</summary>
internal sealed record Fact(string Value, int Line)
{
    /// <summary>Reads "name: value" lines, and ignores others.</summary>
    public static Dictionary<string, Fact> ReadAll(IEnumerable<string> lines, int firstLine) => lines
        .Select((text, index) => (Parts: text.Split(':', 2), Line: firstLine + index))
        .Where(static line => line.Parts.Length == 2)
        .Select(static line => (Name: line.Parts[0].Trim(), Fact: new Fact(line.Parts[1].Trim(), line.Line)))
        .DistinctBy(static line => line.Name)
        .ToDictionary(static line => line.Name, static line => line.Fact, StringComparer.Ordinal);
}

/// <summary>An example: title, code, optional output, and remarks.</summary>
internal sealed record PageExample(
    string Title, int Line, IReadOnlyList<string> Code, IReadOnlyList<string> Output, IReadOnlyList<string> Remarks)
{
    public static PageExample From(Section section)
    {
        var texts = section.Code.ToLookup(
            static block => block.Info == "Output", static block => block.Lines.ToString().ReplaceLineEndings("\n"));
        return new PageExample(section.Title, section.Line, [.. texts[false]], [.. texts[true]], section.Paragraphs);
    }
}

/// <summary>A parameter in a page, with a YAML block for each group of parameter sets.</summary>
internal sealed record PageParameter(
    string Name, int Line, IReadOnlyList<string> Description, IReadOnlyList<IReadOnlyDictionary<string, Fact>> Facts)
{
    public string DefaultValue =>
        Facts is [var facts, ..] && facts.GetValueOrDefault("Default value") is { Value: { Length: > 0 } value } ? value : "None";

    public static PageParameter From(Section section) => new(
        section.Title.TrimStart('-'),
        section.Line,
        section.Paragraphs,
        [.. section.Code.Select(static block => Fact.ReadAll(
            block.Lines.Lines.Take(block.Lines.Count).Select(static line => line.ToString()), block.Line + 2))]);
}
