namespace NemoVideo.Language.Tests;

/// <summary>Reads the tables of test sentences: tab-separated values with the escapes \n and \r. A line with # is a comment.</summary>
internal static class RequestTable
{
    public static IEnumerable<string[]> Read(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, name))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('\t').Select(static cell => cell.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)).ToArray());
}
