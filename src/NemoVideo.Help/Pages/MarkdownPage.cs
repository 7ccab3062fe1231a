using Markdig;

namespace NemoVideo.Help.Pages;

/// <summary>Reads a Markdown file, and checks the rules for all help pages.</summary>
internal static class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    /// <summary>Reads a page, and reports unsupported blocks and broken links.</summary>
    public static MarkdownDocument Read(string text, ProblemList problems)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var block in document.Descendants<Block>().Where(static block => !IsKnown(block)))
        {
            var name = block.GetType().Name.Replace("Block", "", StringComparison.Ordinal);
            var advice = $"Get-Help can't show this Markdown element ({name}); use paragraphs, lists, or fenced code blocks instead.";
            problems.Add(block.Line + 1, ProblemCodes.Markdown, advice);
        }

        foreach (var html in document.Descendants<HtmlInline>())
        {
            problems.Add(html.Line + 1, ProblemCodes.Markdown, $"Get-Help doesn't show '{html.Tag}'; put this text in backticks.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(problems.Path))!;
        foreach (var link in document.Descendants<LinkInline>().Where(link => !HasTarget(link.Url, folder)))
        {
            var advice = $"The target of the link '{link.Url}' doesn't exist; use a page in this folder or a full URL.";
            problems.Add(link.Line + 1, ProblemCodes.Link, advice);
        }

        return document;
    }

    /// <summary>The sections of a heading level.</summary>
    public static List<Section> ReadSections(IEnumerable<Block> blocks, int level)
    {
        var sections = new List<(HeadingBlock Heading, List<Block> Blocks)>();
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                sections.Add((heading, []));
            }
            else if (sections.Count > 0)
            {
                sections[^1].Blocks.Add(block);
            }
        }

        return [.. sections.Select(section => new Section(
            PlainText.Of(section.Heading.Inline),
            section.Heading.Line + 1,
            [.. section.Blocks.TakeWhile(block => block is not HeadingBlock)],
            ReadSections(section.Blocks, level + 1)))];
    }

    private static bool IsKnown(Block block) =>
        block is MarkdownDocument or HeadingBlock or ParagraphBlock or ListBlock or ListItemBlock or FencedCodeBlock or YamlFrontMatterBlock
            or LinkReferenceDefinitionGroup or LinkReferenceDefinition;

    private static bool HasTarget(string? url, string folder) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp
            : url is { Length: > 0 } && File.Exists(Path.Combine(folder, url.Split('#')[0]));
}
