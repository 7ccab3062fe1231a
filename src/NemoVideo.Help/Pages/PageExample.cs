using Markdig.Syntax;

namespace NemoVideo.Help.Pages;

/// <summary>An example: a title, the code, what it shows where the page says so, and why one would write it.</summary>
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
