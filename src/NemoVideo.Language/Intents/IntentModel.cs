namespace NemoVideo.Language.Intents;

/// <summary>
/// Finds the intent of a sentence with linear classifiers (logistic regression), whose probabilities are averaged. Its resources are
/// loaded when a sentence is classified for the first time. A model can be used by several threads.
/// </summary>
/// <typeparam name="TIntent">The intents. Their names are the labels of the training sentences.</typeparam>
public sealed class IntentModel<TIntent>
    where TIntent : struct, Enum
{
    private readonly Lazy<IReadOnlyList<ModelWeights>> _members;
    private readonly Lazy<TIntent[]> _intents;

    internal IntentModel(Func<IReadOnlyList<ModelWeights>> load)
    {
        _members = new Lazy<IReadOnlyList<ModelWeights>>(load);
        _intents = new Lazy<TIntent[]>(
            () => [.. _members.Value[0].Labels.Select(static name => (TIntent)Enum.Parse(typeof(TIntent), name, ignoreCase: true))]);
    }

    /// <summary>Finds the intents of a sentence, the most likely one first.</summary>
    public IntentPrediction<TIntent> Classify(string sentence)
    {
        var features = FeatureList.Of(SentenceReader.Read(sentence));
        var labels = _intents.Value;
        var probabilities = Average(_members.Value.Where(static member => member.Labels.Count > 2), features);
        if (_members.Value.Any(static member => member.Labels.Count == 2))
        {
            Blend(labels, probabilities, Average(_members.Value.Where(static member => member.Labels.Count == 2), features)[0]);
        }

        var ranking = labels.Zip(probabilities, static (label, probability) => new IntentProbability<TIntent>(label, probability));
        return new IntentPrediction<TIntent>([.. ranking.OrderByDescending(static one => one.Probability)]);
    }

    private static double[] Average(IEnumerable<ModelWeights> members, List<Feature> features)
    {
        var all = members.Select(member => ProbabilitiesOf(member, features)).ToList();
        return [.. all[0].Select((_, label) => all.Average(one => one[label]))];
    }

    /// <summary>Averages the probability of an edit with that of the classifiers that only distinguish edits from free requests.</summary>
    private static void Blend(TIntent[] labels, double[] probabilities, double editProbability)
    {
        var edit = Array.FindIndex(labels, static intent => intent is RequestIntent.Edit);
        var combined = Array.FindIndex(labels, static intent => intent is RequestIntent.Combined);
        var single = 1 - (combined < 0 ? 0 : probabilities[combined]);
        var blended = (probabilities[edit] + (single * editProbability)) / 2;
        var factor = (single - blended) / Math.Max(1e-9, single - probabilities[edit]);
        for (var label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] = label == edit ? blended : label == combined ? probabilities[label] : probabilities[label] * factor;
        }
    }

    private static double[] ProbabilitiesOf(ModelWeights member, List<Feature> features)
    {
        var known = member.Find(features).ToList();
        double[] scores = [.. member.Labels.Select((_, label) => known.Sum(one => one.Value * member.Of(one.Index, label)))];
        var highest = scores.Max();
        var exponentials = Array.ConvertAll(scores, score => Math.Exp(score - highest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, one => one / sum);
    }
}
