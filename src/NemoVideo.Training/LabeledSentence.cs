namespace NemoVideo.Training;

/// <summary>A line of a table: a sentence, its labels in order, and the name of the table.</summary>
internal sealed record LabeledSentence(string Sentence, IReadOnlyList<string> Labels, string Table)
{
    /// <summary>The label of requests that are sent to the agent. All other requests are free.</summary>
    public const string Edit = "edit";

    private const string Combined = "combined";
    private const string Free = "free";

    /// <summary>Whether the sentence requests nothing.</summary>
    public bool IsTalk { get; init; } = Labels is ["talk"];

    /// <summary>Whether a document or test requires this label: a sentence of the seeds, or one that was once misread.</summary>
    public bool IsContract => Table is "requests-contract" or "requests-cases" or "requests-routes";

    /// <summary>The labels as in the table, joined with a plus sign.</summary>
    public string Label => string.Join("+", Labels);

    /// <summary>
    /// The sentence as training needs it. A sentence with several labels gets one label for the whole sentence. In addition, its
    /// clauses are sentences with one label each, if there are as many clauses as labels.
    /// </summary>
    /// <param name="isBinary">Whether the labels are only edit and free, without labels for whole combined sentences.</param>
    public IEnumerable<LabeledSentence> ForTraining(bool isBinary) => !isBinary ? ForTraining()
        : ForTraining().Where(static one => one.Label != Combined)
            .Select(static one => one.Label == Edit ? one : one with { Labels = [Free] });

    private IEnumerable<LabeledSentence> ForTraining()
    {
        if (Labels.Count == 1)
        {
            return [this];
        }

        var clauses = ClauseBoundary.Split(Sentence);
        return clauses.Count != Labels.Count
            ? [this with { Labels = [Combined] }]
            : clauses.Select((clause, i) => this with { Labels = [Labels[i]], Sentence = clause.Text })
                .Append(this with { Labels = [Combined] });
    }

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
