namespace NemoVideo.Training;

/// <summary>Keeps the features that matter most and rounds their weights to small integers.</summary>
internal sealed class ModelQuantizer(string[] labels, FeatureIndex index, float[] weights)
{
    private const int MaxStep = 7;

    public ModelWeights Quantize(TrainingOptions options)
    {
        Center();
        var kept = Enumerable.Range(0, index.Hashes.Count)
            .OrderByDescending(ImportanceOf).ThenBy(feature => index.Hashes[feature])
            .Take(options.MaxFeatures)
            .OrderBy(feature => index.Hashes[feature])
            .ToArray();
        var unit = options.MaxWeight / MaxStep;
        var steps = new sbyte[kept.Length * labels.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var weight = weights[(kept[i / labels.Length] * labels.Length) + (i % labels.Length)];
            steps[i] = (sbyte)Math.Clamp(MathF.Round(weight / unit), -MaxStep, MaxStep);
        }

        return new ModelWeights(options.Kinds, labels, unit, [.. kept.Select(feature => index.Hashes[feature])], steps);
    }

    /// <summary>Subtracts the mean of each feature's weights. It doesn't change the probabilities.</summary>
    private void Center()
    {
        for (var first = 0; first < weights.Length; first += labels.Length)
        {
            var mean = 0f;
            for (var label = 0; label < labels.Length; label++)
            {
                mean += weights[first + label] / labels.Length;
            }

            for (var label = 0; label < labels.Length; label++)
            {
                weights[first + label] -= mean;
            }
        }
    }

    private float ImportanceOf(int feature)
    {
        var own = weights.AsSpan(feature * labels.Length, labels.Length);
        var (lowest, highest) = (own[0], own[0]);
        foreach (var weight in own)
        {
            lowest = MathF.Min(lowest, weight);
            highest = MathF.Max(highest, weight);
        }

        return (highest - lowest) * MathF.Sqrt(index.Counts[feature]);
    }
}
