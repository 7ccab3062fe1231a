namespace NemoVideo.Language.Intents;

/// <summary>
/// Finds the intent of a sentence with one or more linear classifiers (multinomial logistic regression), whose probabilities are
/// averaged. Its resource is loaded when a sentence
/// is classified for the first time. A model can be used by several threads.
/// </summary>
/// <typeparam name="TIntent">The intents. Their names are the labels of the training sentences.</typeparam>
public sealed class IntentModel<TIntent>
    where TIntent : struct, Enum
{
    private readonly Lazy<IReadOnlyList<ModelWeights>> _members;
    private readonly Lazy<TIntent[]> _intents;

    internal IntentModel(params string[] resources)
        : this(() => [.. resources.Select(static resource => ModelWeights.Read(ModelResource.Open(resource)))])
    {
    }

    internal IntentModel(Func<IReadOnlyList<ModelWeights>> load)
    {
        _members = new Lazy<IReadOnlyList<ModelWeights>>(load);
        _intents = new Lazy<TIntent[]>(() => [.. _members.Value[0].Labels.Select(IntentOf)]);
    }

    /// <summary>Finds the intents of a sentence, the most likely one first.</summary>
    public IntentPrediction<TIntent> Classify(string sentence)
    {
        var features = FeatureList.Of(SentenceReader.Read(sentence));
        var probabilities = new double[_intents.Value.Length];
        foreach (var member in _members.Value)
        {
            var own = ProbabilitiesOf(member, features);
            for (var label = 0; label < own.Length; label++)
            {
                probabilities[label] += own[label] / _members.Value.Count;
            }
        }

        var order = Enumerable.Range(0, probabilities.Length).OrderByDescending(label => probabilities[label]).ToArray();
        var ranking = order.Select(label => new IntentProbability<TIntent>(_intents.Value[label], probabilities[label])).ToArray();
        return new IntentPrediction<TIntent>(ranking, () => Contributions(sentence, features, order[0], order[1]));
    }

    private static TIntent IntentOf(string label) => Enum.TryParse(label, ignoreCase: true, out TIntent intent)
        ? intent
        : throw new InvalidDataException($"The model contains the unknown label '{label}'.");

    private static double[] ProbabilitiesOf(ModelWeights member, List<Feature> features)
    {
        var scores = new double[member.Labels.Count];
        var factor = FactorOf(member, features);
        foreach (var feature in features)
        {
            var index = IndexOf(member, feature);
            for (var label = 0; index >= 0 && label < scores.Length; label++)
            {
                scores[label] += factor * feature.Value * member.Of(index, label);
            }
        }

        var highest = scores.Max();
        var exponentials = Array.ConvertAll(scores, score => Math.Exp(score - highest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, one => one / sum);
    }

    private static int IndexOf(ModelWeights member, in Feature feature) =>
        member.Set.Contains(feature) ? member.IndexOf(feature.Hash) : -1;

    /// <summary>The factor that gives each sentence the same length as a vector of features.</summary>
    private static double FactorOf(ModelWeights member, List<Feature> features)
    {
        var squares = 0.0;
        foreach (var feature in features)
        {
            squares += member.Set.Contains(feature) ? feature.Value * feature.Value : 0;
        }

        return 1 / Math.Sqrt(squares);
    }

    /// <summary>Distributes the difference of each feature's weights evenly to the characters that the feature describes.</summary>
    private List<WordContribution> Contributions(string sentence, List<Feature> features, int winner, int runnerUp)
    {
        var characters = new double[sentence.Length];
        foreach (var member in _members.Value)
        {
            var factor = FactorOf(member, features) / _members.Value.Count;
            foreach (var feature in features)
            {
                var index = IndexOf(member, feature);
                for (var i = feature.Start; index >= 0 && i < feature.End; i++)
                {
                    var difference = member.Of(index, winner) - member.Of(index, runnerUp);
                    characters[i] += factor * feature.Value * difference / (feature.End - feature.Start);
                }
            }
        }

        return WordContribution.Of(sentence, characters);
    }
}
