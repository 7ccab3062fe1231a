namespace NemoVideo.Language.Tests;

/// <summary>The tables of sentences: tab-separated, a line each, with \n and \r for line breaks in a cell; # begins a remark.</summary>
internal static class RequestTable
{
    public static IEnumerable<string[]> Read(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, name))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('\t').Select(static cell => cell.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)).ToArray());
}
