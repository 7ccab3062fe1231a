namespace NemoVideo.Help.Pages;

/// <summary>A value of a "name: value" line.</summary>
/// <param name="Value">Without the blanks around it.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Fact(string Value, int Line)
{
    /// <summary>Reads lines of "name: value"; others are passed over.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="firstLine">The number of the first.</param>
    public static Dictionary<string, Fact> ReadAll(IEnumerable<string> lines, int firstLine) => lines
        .Select((text, index) => (Parts: text.Split(':', 2), Line: firstLine + index))
        .Where(static line => line.Parts.Length == 2)
        .GroupBy(static line => line.Parts[0].Trim(), StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => new Fact(group.First().Parts[1].Trim(), group.First().Line), StringComparer.Ordinal);
}
