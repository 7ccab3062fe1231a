namespace NemoVideo.Training;

/// <summary>Trains without one table, which means one writer, and evaluates that table, for each table.</summary>
internal static class CrossValidation
{
    public static IEnumerable<(string Name, List<EvaluatedSentence> Results)> Run(ModelKind kind, IReadOnlyList<LabeledSentence> all) =>
        all.GroupBy(static sentence => sentence.Table).Select(table =>
        {
            var evaluate = kind.CreateEvaluator(kind.Train([.. all.Where(sentence => sentence.Table != table.Key)]));
            return (table.Key, table.Select(evaluate).ToList());
        });
}
