namespace NemoVideo.Help.Pages;

/// <summary>A parameter as a page tells of it.</summary>
/// <param name="Name">Without the dash.</param>
/// <param name="Line">The line of its heading.</param>
/// <param name="Description">What it does.</param>
/// <param name="Facts">Its yaml blocks, one for each way it is used in the parameter sets.</param>
internal sealed record PageParameter(string Name, int Line, IReadOnlyList<string> Description, IReadOnlyList<IReadOnlyDictionary<string, Fact>> Facts)
{
    private const string DefaultKey = "Default value";

    /// <summary>The value it has where it is not given.</summary>
    public string DefaultValue => Facts.Select(static facts => facts.GetValueOrDefault(DefaultKey)?.Value).FirstOrDefault() is { Length: > 0 } value ? value : "None";

    public static PageParameter From(Section section) => new(
        section.Title.TrimStart('-'),
        section.Line,
        section.Paragraphs,
        [.. section.Code.Select(static block => Fact.ReadAll(
            block.Lines.Lines.Take(block.Lines.Count).Select(static line => line.ToString()), block.Line + 2))]);
}
