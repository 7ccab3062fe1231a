using Markdig.Extensions.Yaml;
using Markdig.Syntax.Inlines;

namespace NemoVideo.Help.Pages;

/// <summary>The page of a cmdlet in the format of platyPS 0.14.</summary>
internal sealed class HelpPage
{
    private const string CommonParameters = "CommonParameters";

    private readonly Dictionary<string, Section> _sections;

    private HelpPage(Dictionary<string, Fact> frontMatter, Section? title)
    {
        FrontMatter = frontMatter;
        Title = title;
        _sections = (title?.Parts ?? []).DistinctBy(static section => section.Title).ToDictionary(static section => section.Title, StringComparer.Ordinal);
        Examples = [.. PartsOf("EXAMPLES").Select(PageExample.From)];
        Parameters = [.. PartsOf("PARAMETERS").Where(static part => part.Title != CommonParameters).Select(PageParameter.From)];
    }

    public IReadOnlyDictionary<string, Fact> FrontMatter { get; }

    /// <summary>The section of the first heading, or null.</summary>
    public Section? Title { get; }

    public IReadOnlyList<PageExample> Examples { get; }
    public IReadOnlyList<PageParameter> Parameters { get; }

    public static HelpPage Read(string text, ProblemList problems)
    {
        var document = MarkdownPage.Read(text, problems);
        var yaml = document.OfType<YamlFrontMatterBlock>().FirstOrDefault();
        var frontMatter = Fact.ReadAll(text.ReplaceLineEndings("\n").Split('\n').Take(yaml is null ? 0 : yaml.Lines.Count + 1), firstLine: 1);
        return new HelpPage(frontMatter, MarkdownPage.ReadSections(document, level: 1).FirstOrDefault());
    }

    /// <summary>The section with this heading, or null.</summary>
    public Section? Find(string title) => _sections.GetValueOrDefault(title);

    /// <summary>The line of a section, or the line to report if it is missing.</summary>
    public int LineOf(string title) => Find(title)?.Line ?? Title?.Line ?? 1;

    public IReadOnlyList<Section> PartsOf(string title) => Find(title)?.Parts ?? [];

    public IReadOnlyList<string> ParagraphsOf(string title) => Find(title)?.Paragraphs ?? [];

    public string Online => FrontMatter.GetValueOrDefault("online version")?.Value ?? "";

    /// <summary>The texts of the links in RELATED LINKS.</summary>
    public IEnumerable<string> Links => (Find("RELATED LINKS")?.Blocks ?? [])
        .SelectMany(static block => block is LeafBlock leaf ? leaf.Inline?.Descendants<LinkInline>() ?? [] : block.Descendants<LinkInline>())
        .Select(static link => PlainText.Of(link));
}
