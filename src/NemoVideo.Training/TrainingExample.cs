namespace NemoVideo.Training;

/// <summary>A labeled sentence as the trainer uses it: the indexes and values of its features.</summary>
internal sealed record TrainingExample(int[] Features, float[] Values, int Label, float Importance)
{
    private const int Precision = 1000;

    /// <summary>Leaves out a random part of the features. It prevents that the model relies on a few of them.</summary>
    public TrainingExample Without(float share, PseudoRandom random)
    {
        var left = Enumerable.Range(0, Features.Length).Where(_ => random.Next(Precision) >= share * Precision).ToArray();
        return this with { Features = [.. left.Select(i => Features[i])], Values = [.. left.Select(i => Values[i] / (1 - share))] };
    }
}

/// <summary>Numbers the features of all sentences in the order in which they occur.</summary>
internal sealed class FeatureIndex(string kinds)
{
    private readonly Dictionary<int, int> _indexes = [];

    /// <summary>The hash of each feature.</summary>
    public List<int> Hashes { get; } = [];

    /// <summary>The number of occurrences of each feature.</summary>
    public List<int> Counts { get; } = [];

    public TrainingExample CreateExample(string sentence, int label, float importance)
    {
        var features = FeatureList.Of(SentenceReader.Read(sentence)).FindAll(feature => kinds.Contains(feature.Kind));
        var squares = 0f;
        foreach (var feature in features)
        {
            squares += feature.Value * feature.Value;
        }

        var factor = 1 / MathF.Sqrt(squares);
        return new TrainingExample(
            [.. features.Select(feature => IndexOf(feature.Hash))],
            [.. features.Select(feature => feature.Value * factor)],
            label,
            importance);
    }

    private int IndexOf(int hash)
    {
        if (!_indexes.TryGetValue(hash, out var index))
        {
            _indexes[hash] = index = Hashes.Count;
            Hashes.Add(hash);
            Counts.Add(0);
        }

        Counts[index]++;
        return index;
    }
}
