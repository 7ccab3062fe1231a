using System.Globalization;

namespace NemoVideo.Training;

/// <summary>A labeled sentence with the labels that a model found.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Found">The labels of the parts, joined with a plus sign.</param>
/// <param name="Probability">The probability of the label of a whole sentence.</param>
/// <param name="EditProbability">
/// The highest probability of an edit among the parts that may be sent: edits, and 0 for talk and for a combined request that wasn't split.
/// Null if all parts are free.
/// </param>
internal sealed record EvaluatedSentence(LabeledSentence Sentence, string Found, double Probability, double? EditProbability)
{
    public bool IsSent(double threshold) => EditProbability >= Math.Max(threshold, double.Epsilon);

    public bool IsAsked(double threshold) => EditProbability is not null && !IsSent(threshold);

    public bool IsRight => Found == Sentence.Label;

    public bool IsEdit => Sentence.Label == LabeledSentence.Edit;

    public bool IsFree => !Sentence.Labels.Contains(LabeledSentence.Edit);
}

/// <summary>Writes the figures of an evaluation.</summary>
internal static class Evaluation
{
    public static EvaluatedSentence OfRequest(RequestReader reader, LabeledSentence sentence)
    {
        var parts = reader.Read(sentence.Sentence);
        var edits = parts.Select(static part => part.Intent switch
        {
            RequestIntent.Edit => part.Prediction.ProbabilityOf(RequestIntent.Edit),
            RequestIntent.Combined or RequestIntent.Talk => 0,
            _ => (double?)null,
        });
        return new EvaluatedSentence(
            sentence, string.Join("+", parts.Select(static part => NameOf(part.Intent))), parts[0].Prediction.Probability, edits.Max());
    }

    public static EvaluatedSentence OfAgentSentence(IntentModel<AgentSentenceIntent> model, LabeledSentence sentence)
    {
        var prediction = model.Classify(sentence.Sentence);
        return new(sentence, NameOf(prediction.Intent), prediction.Probability, null);
    }

    public static void WriteAccuracy(string name, IReadOnlyCollection<EvaluatedSentence> all, TextWriter output)
    {
        var right = all.Count(static one => one.IsRight);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {right}/{all.Count} = {100.0 * right / Math.Max(1, all.Count):f2} % right"));
    }

    /// <summary>Writes how many free requests would be sent, and how many edits would be asked about, for several thresholds.</summary>
    public static void WriteThresholds(IReadOnlyCollection<EvaluatedSentence> all, TextWriter output)
    {
        var edits = all.Where(static one => one.IsEdit).ToList();
        var free = all.Where(static one => one.IsFree).ToList();
        double[] thresholds = [0, RequestPart.MinEditProbability, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
        output.WriteLine("threshold  free sent  edits asked  edits taken for free");
        foreach (var threshold in thresholds)
        {
            var sent = free.Count(one => one.IsSent(threshold));
            var asked = edits.Count(one => one.IsAsked(threshold));
            var lost = edits.Count(static one => one.EditProbability is null);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{threshold,9:f3}  {sent,4}/{free.Count}  {asked,4}/{edits.Count} = {100.0 * asked / edits.Count:f1} %"
                + $"  {lost,4} = {100.0 * lost / edits.Count:f1} %"));
        }
    }

    public static void WriteErrors(IEnumerable<EvaluatedSentence> all, TextWriter output)
    {
        foreach (var one in all.Where(static one => !one.IsRight))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Sentence.Table}\t{one.Sentence.Label} -> {one.Found}\t"
                + $"{one.EditProbability ?? one.Probability:f2}\t{one.Sentence.Sentence}"));
        }
    }

    private static string NameOf<TIntent>(TIntent intent)
        where TIntent : struct, Enum => intent.ToString().ToLowerInvariant();
}
