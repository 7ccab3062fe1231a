namespace NemoVideo.Help.Pages;

/// <summary>Converts Markdown to the plain text that Get-Help shows.</summary>
internal static class PlainText
{
    /// <summary>The paragraphs of a block. Each list item is one.</summary>
    public static IEnumerable<string> OfBlock(Block block) => block switch
    {
        ListBlock list => list.OfType<ListItemBlock>().SelectMany((item, index) => OfItem(item, Marker(list, index))),
        LeafBlock { Inline: not null } leaf => [Of(leaf.Inline)],
        _ => [],
    };

    /// <summary>The text as one line.</summary>
    public static string Of(ContainerInline? inlines) => inlines is null ? "" : string.Concat(inlines.Select(Of)).Trim();

    public static string Marker(ListBlock list, int index) =>
        list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. ") : "- ";

    private static string Of(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        LinkInline { Url: { } url } link when url.Contains("://", StringComparison.Ordinal) && Of((ContainerInline)link) is var text =>
            text == url ? url : $"{text} ({url})",
        ContainerInline container => string.Concat(container.Select(Of)),
        _ => "",
    };

    private static IEnumerable<string> OfItem(ListItemBlock item, string marker) =>
        item.SelectMany(OfBlock).Select((text, index) => (index == 0 ? marker : new string(' ', marker.Length)) + text);
}
