namespace NemoVideo.Language.Tests;

/// <summary>Reads the tables of test sentences: tab-separated values with the escapes \n and \r. A line with # is a comment.</summary>
internal static class RequestTable
{
    /// <summary>The first two columns of a table, as the data of a theory.</summary>
    public static TheoryData<string, string> ReadPairs(string name)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var row in Read(name))
        {
            pairs.Add(row[0], row[1]);
        }

        return pairs;
    }

    public static IEnumerable<string[]> Read(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, name))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('\t').Select(static cell => cell.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)).ToArray());
}
