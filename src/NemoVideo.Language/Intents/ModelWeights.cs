using System.Text;

namespace NemoVideo.Language.Intents;

/// <summary>
/// The weights of a model. The file contains the kinds of features, the labels, the unit of a weight, the ascending hashes of the features
/// as 16-bit differences (low bytes first, because this compresses better), and a weight of 4 bits (-7 to 7) per feature and label.
/// </summary>
/// <param name="Kinds">The kinds of features that the model uses: one character each.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Unit">The size of the weight 1.</param>
/// <param name="Hashes">The hashes of the features in ascending order.</param>
/// <param name="Weights">The weights of the features in this order, one for each label.</param>
internal sealed record ModelWeights(string Kinds, IReadOnlyList<string> Labels, float Unit, int[] Hashes, sbyte[] Weights)
{
    /// <summary>What the file adds to a weight, so that it isn't negative.</summary>
    public const int Bias = 8;

    /// <summary>Finds the features that the model knows.</summary>
    /// <returns>The index and the value of each feature. The values of all used features are a vector of the length 1.</returns>
    public IEnumerable<(int Index, double Value)> Find(List<Feature> features)
    {
        var used = features.FindAll(feature => Kinds.Contains(feature.Kind));
        var length = Math.Sqrt(used.Sum(static feature => feature.Value * feature.Value));
        return used.Select(feature => (Index: Array.BinarySearch(Hashes, feature.Hash), Value: feature.Value / length))
            .Where(static one => one.Index >= 0);
    }

    /// <summary>The weight of a feature for a label.</summary>
    public float Of(int feature, int label) => Weights[(feature * Labels.Count) + label] * Unit;

    public static ModelWeights Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var kinds = reader.ReadString();
        var labels = Enumerable.Range(0, reader.ReadByte()).Select(_ => reader.ReadString()).ToArray();
        var unit = reader.ReadSingle();
        var hashes = new int[reader.ReadInt32()];
        var (low, high) = (reader.ReadBytes(hashes.Length), reader.ReadBytes(hashes.Length));
        var hash = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = hash += (high[i] << 8) | low[i];
        }

        var weights = new sbyte[hashes.Length * labels.Length];
        var packed = reader.ReadBytes((weights.Length + 1) / 2);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)(((packed[i / 2] >> (i % 2 * 4)) & 0xF) - Bias);
        }

        return new ModelWeights(kinds, labels, unit, hashes, weights);
    }
}

/// <summary>Opens the resources of the models.</summary>
internal static class ModelResource
{
    public static IReadOnlyList<ModelWeights> Read(params string[] names) =>
        [.. names.Select(static name => ModelWeights.Read(Open(name + ".model")))];

    public static Stream Open(string name) => typeof(ModelResource).Assembly.GetManifestResourceStream("NemoVideo.Language.Intents." + name)
        ?? throw new InvalidOperationException($"The resource '{name}' is missing. To create it, run the training project.");
}
