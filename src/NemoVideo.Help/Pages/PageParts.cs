namespace NemoVideo.Help.Pages;

/// <summary>A heading, the blocks up to the next level, and the subsections of the next level. The line is counted from 1.</summary>
internal sealed record Section(string Title, int Line, List<Block> Blocks, List<Section> Parts)
{
    public IEnumerable<FencedCodeBlock> Code => Blocks.OfType<FencedCodeBlock>();

    /// <summary>Everything except code, as paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs => [.. Blocks.Where(static block => block is not FencedCodeBlock).SelectMany(static block => PlainText.OfBlock(block))];
}

/// <summary>The value of a "name: value" line.</summary>
internal sealed record Fact(string Value, int Line)
{
    /// <summary>Reads "name: value" lines, and ignores others.</summary>
    public static Dictionary<string, Fact> ReadAll(IEnumerable<string> lines, int firstLine) => lines
        .Select((text, index) => (Parts: text.Split(':', 2), Line: firstLine + index))
        .Where(static line => line.Parts.Length == 2)
        .GroupBy(static line => line.Parts[0].Trim(), StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => new Fact(group.First().Parts[1].Trim(), group.First().Line), StringComparer.Ordinal);
}

/// <summary>An example: title, code, optional output, and remarks.</summary>
internal sealed record PageExample(string Title, int Line, IReadOnlyList<string> Code, IReadOnlyList<string> Output, IReadOnlyList<string> Remarks)
{
    private const string OutputKind = "Output";

    public static PageExample From(Section section) => new(
        section.Title,
        section.Line,
        [.. section.Code.Where(static block => block.Info != OutputKind).Select(TextOf)],
        [.. section.Code.Where(static block => block.Info == OutputKind).Select(TextOf)],
        section.Paragraphs);

    private static string TextOf(FencedCodeBlock block) => block.Lines.ToString().ReplaceLineEndings("\n");
}

/// <summary>A parameter in a page, with a YAML block for each group of parameter sets.</summary>
internal sealed record PageParameter(string Name, int Line, IReadOnlyList<string> Description, IReadOnlyList<IReadOnlyDictionary<string, Fact>> Facts)
{
    private const string DefaultKey = "Default value";

    public string DefaultValue => Facts.Select(static facts => facts.GetValueOrDefault(DefaultKey)?.Value).FirstOrDefault() is { Length: > 0 } value ? value : "None";

    public static PageParameter From(Section section) => new(
        section.Title.TrimStart('-'),
        section.Line,
        section.Paragraphs,
        [.. section.Code.Select(static block => Fact.ReadAll(
            block.Lines.Lines.Take(block.Lines.Count).Select(static line => line.ToString()), block.Line + 2))]);
}
