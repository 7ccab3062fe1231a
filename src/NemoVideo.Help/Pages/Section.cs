using Markdig.Syntax;

namespace NemoVideo.Help.Pages;

/// <summary>A heading with what stands below it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Blocks">What stands before the first heading of the next level.</param>
/// <param name="Parts">The headings of the next level.</param>
internal sealed record Section(string Title, int Line, List<Block> Blocks, List<Section> Parts)
{
    /// <summary>The blocks of code, in order.</summary>
    public IEnumerable<FencedCodeBlock> Code => Blocks.OfType<FencedCodeBlock>();

    /// <summary>Everything but code, as paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs => [.. Blocks.Where(static block => block is not FencedCodeBlock).SelectMany(static block => PlainText.OfBlock(block))];
}
