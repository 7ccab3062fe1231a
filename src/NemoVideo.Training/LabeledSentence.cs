namespace NemoVideo.Training;

/// <summary>A line of a table: a sentence, its labels in order, and the name of the table.</summary>
internal sealed record LabeledSentence(string Sentence, IReadOnlyList<string> Labels, string Table)
{
    /// <summary>The label of requests that are sent to the agent. All other requests are free.</summary>
    public const string Edit = "edit";

    /// <summary>The labels as in the table, joined with a plus sign.</summary>
    public string Label => string.Join("+", Labels);

    /// <summary>Reads the tables of a folder whose names begin with a prefix, in the order of their names.</summary>
    public static List<LabeledSentence> ReadAll(string folder, string prefix) =>
        [.. Directory.GetFiles(folder, prefix + "-*.tsv").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>Reads a table with lines of the form <c>label&lt;TAB&gt;sentence</c>.</summary>
    public static IEnumerable<LabeledSentence> Read(string path) =>
        from line in File.ReadLines(path)
        let tab = line.IndexOf('\t', StringComparison.Ordinal)
        where tab > 0
        select new LabeledSentence(line[(tab + 1)..].Trim(), line[..tab].Split('+'), Path.GetFileNameWithoutExtension(path));
}
