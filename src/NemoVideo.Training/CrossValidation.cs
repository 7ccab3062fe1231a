namespace NemoVideo.Training;

/// <summary>Trains without one part of the sentences and evaluates that part, for each part.</summary>
internal static class CrossValidation
{
    private const int BlockLength = 10;

    /// <summary>Leaves out one table, which means one writer, at a time.</summary>
    public static List<(string Name, List<EvaluatedSentence> Results)> ByTable(ModelKind kind, IReadOnlyList<LabeledSentence> all) =>
        Run(kind, all, (sentence, _) => sentence.Table);

    /// <summary>Leaves out blocks of ten lines, so that each part contains sentences of each table.</summary>
    public static List<(string Name, List<EvaluatedSentence> Results)> ByBlock(
        ModelKind kind, IReadOnlyList<LabeledSentence> all, int parts) =>
        Run(kind, all, (_, position) => $"part {position / BlockLength % parts}");

    private static List<(string Name, List<EvaluatedSentence> Results)> Run(
        ModelKind kind, IReadOnlyList<LabeledSentence> all, Func<LabeledSentence, int, string> partOf)
    {
        var parts = all.Select((sentence, position) => (Sentence: sentence, Part: partOf(sentence, position))).ToList();
        return
        [
            .. parts.GroupBy(static one => one.Part).Select(group =>
            {
                var rest = parts.Where(one => one.Part != group.Key).Select(static one => one.Sentence).ToList();
                var evaluate = kind.CreateEvaluator(kind.Train(rest));
                return (group.Key, group.Select(one => evaluate(one.Sentence)).ToList());
            }),
        ];
    }
}
