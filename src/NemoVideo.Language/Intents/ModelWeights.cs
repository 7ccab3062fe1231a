using System.Text;

namespace NemoVideo.Language.Intents;

/// <summary>
/// The weights of a model. The file contains the set of features, the labels, the unit of a weight, the hashes of the features in
/// ascending order as differences, and a weight of 4 bits (-7 to 7) per feature and label.
/// </summary>
internal sealed class ModelWeights(FeatureSet set, IReadOnlyList<string> labels, float unit, int[] hashes, sbyte[] weights)
{
    private const int Bias = 8;

    /// <summary>The features that the model uses.</summary>
    public FeatureSet Set => set;

    public IReadOnlyList<string> Labels => labels;

    public int Count => hashes.Length;

    /// <summary>The weight of a feature for a label, where the feature is the result of <see cref="IndexOf"/>.</summary>
    public float Of(int feature, int label) => weights[(feature * labels.Count) + label] * unit;

    /// <summary>The index of a feature; negative if the model doesn't know it.</summary>
    public int IndexOf(int hash) => Array.BinarySearch(hashes, hash);

    public static ModelWeights Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var set = (FeatureSet)reader.ReadByte();
        var labels = new string[reader.ReadByte()];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
        }

        var unit = reader.ReadSingle();
        var hashes = new int[reader.ReadInt32()];
        var hash = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = hash += ReadDifference(reader);
        }

        var weights = new sbyte[hashes.Length * labels.Length];
        var packed = reader.ReadBytes((weights.Length + 1) / 2);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)(((packed[i / 2] >> (i % 2 * 4)) & 0xF) - Bias);
        }

        return new ModelWeights(set, labels, unit, hashes, weights);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)set);
        writer.Write((byte)labels.Count);
        foreach (var label in labels)
        {
            writer.Write(label);
        }

        writer.Write(unit);
        writer.Write(hashes.Length);
        for (var i = 0; i < hashes.Length; i++)
        {
            WriteDifference(writer, hashes[i] - (i == 0 ? 0 : hashes[i - 1]));
        }

        for (var i = 0; i < weights.Length; i += 2)
        {
            var second = i + 1 < weights.Length ? weights[i + 1] : 0;
            writer.Write((byte)((weights[i] + Bias) | ((second + Bias) << 4)));
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static int ReadDifference(BinaryReader reader)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = reader.ReadByte();
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteDifference(BinaryWriter writer, int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            writer.Write((byte)(value | 0x80));
        }

        writer.Write((byte)value);
    }
}

/// <summary>Opens the resources of the models.</summary>
internal static class ModelResource
{
    public static Stream Open(string name) => typeof(ModelResource).Assembly.GetManifestResourceStream("NemoVideo.Language.Intents." + name)
        ?? throw new InvalidOperationException($"The resource '{name}' is missing. Run the training project, which writes it.");
}
