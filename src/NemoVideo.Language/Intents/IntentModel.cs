namespace NemoVideo.Language.Intents;

/// <summary>
/// A linear classifier (multinomial logistic regression) that finds the intent of a sentence. Its resource is loaded when a sentence
/// is classified for the first time. A model can be used by several threads.
/// </summary>
/// <typeparam name="TIntent">The intents. Their names are the labels of the training sentences.</typeparam>
public sealed class IntentModel<TIntent>
    where TIntent : struct, Enum
{
    private readonly Lazy<ModelWeights> _weights;
    private readonly Lazy<TIntent[]> _intents;

    internal IntentModel(string resource)
        : this(() => ModelWeights.Read(ModelResource.Open(resource)))
    {
    }

    internal IntentModel(Func<ModelWeights> load)
    {
        _weights = new Lazy<ModelWeights>(load);
        _intents = new Lazy<TIntent[]>(() => [.. _weights.Value.Labels.Select(IntentOf)]);
    }

    /// <summary>Finds the intents of a sentence, the most likely one first.</summary>
    public IntentPrediction<TIntent> Classify(string sentence)
    {
        var features = FeatureList.Of(SentenceReader.Read(sentence));
        var scores = Score(features, out var factor);
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(label => scores[label]).ToArray();
        var highest = scores[order[0]];
        var sum = 0.0;
        var ranking = new IntentProbability<TIntent>[scores.Length];
        foreach (var score in scores)
        {
            sum += Math.Exp(score - highest);
        }

        for (var i = 0; i < order.Length; i++)
        {
            ranking[i] = new IntentProbability<TIntent>(_intents.Value[order[i]], Math.Exp(scores[order[i]] - highest) / sum);
        }

        return new IntentPrediction<TIntent>(ranking, () => Contributions(sentence, features, factor, order[0], order[1]));
    }

    private static TIntent IntentOf(string label) => Enum.TryParse(label, ignoreCase: true, out TIntent intent)
        ? intent
        : throw new InvalidDataException($"The model contains the unknown label '{label}'.");

    private double[] Score(List<Feature> features, out float factor)
    {
        var weights = _weights.Value;
        var scores = new double[weights.Labels.Count];
        var squares = 0f;
        foreach (var feature in features)
        {
            squares += feature.Value * feature.Value;
            var index = weights.IndexOf(feature.Hash);
            for (var label = 0; index >= 0 && label < scores.Length; label++)
            {
                scores[label] += feature.Value * weights.Of(index, label);
            }
        }

        factor = (float)(1 / Math.Sqrt(squares));
        for (var label = 0; label < scores.Length; label++)
        {
            scores[label] *= factor;
        }

        return scores;
    }

    /// <summary>Distributes the difference of each feature's weights evenly to the characters that the feature describes.</summary>
    private List<WordContribution> Contributions(string sentence, List<Feature> features, float factor, int winner, int runnerUp)
    {
        var characters = new double[sentence.Length];
        foreach (var feature in features)
        {
            var index = _weights.Value.IndexOf(feature.Hash);
            if (index >= 0)
            {
                var difference = factor * feature.Value * (_weights.Value.Of(index, winner) - _weights.Value.Of(index, runnerUp));
                for (var i = feature.Start; i < feature.End; i++)
                {
                    characters[i] += difference / (feature.End - feature.Start);
                }
            }
        }

        return WordContribution.Of(sentence, characters);
    }
}
