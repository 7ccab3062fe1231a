using Markdig;

namespace NemoVideo.Help.Pages;

/// <summary>Reads a Markdown file, and checks the rules for all help pages.</summary>
internal static class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    /// <summary>Reads a page, and reports unsupported elements and broken links.</summary>
    public static MarkdownDocument Read(string text, ProblemList problems)
    {
        var document = Markdown.Parse(text, Pipeline);
        var folder = Path.GetDirectoryName(Path.GetFullPath(problems.Path))!;
        foreach (var element in document.Descendants())
        {
            var advice = element switch
            {
                HtmlInline html => $"Get-Help doesn't show '{html.Tag}'; put this text in backticks.",
                LinkInline link when !HasTarget(link.Url, folder) =>
                    $"The target of the link '{link.Url}' doesn't exist; use a page in this folder or a full URL.",
                Block and not (HeadingBlock or ParagraphBlock or ListBlock or ListItemBlock or FencedCodeBlock
                    or LinkReferenceDefinitionGroup or LinkReferenceDefinition) =>
                    $"Get-Help can't show this ({element.GetType().Name}); use paragraphs, lists, or fenced code blocks instead.",
                _ => null,
            };
            if (advice is not null)
            {
                problems.Add(element.Line + 1, advice);
            }
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

    private static bool HasTarget(string? url, string folder) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp
            : url is { Length: > 0 } && File.Exists(Path.Combine(folder, url.Split('#')[0]));
}
