using System.Text;

namespace NemoVideo.Training;

/// <summary>Writes the file of a model, in the form that <see cref="ModelWeights.Read"/> reads.</summary>
internal static class ModelFile
{
    public static byte[] ToBytes(this ModelWeights model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(model.Kinds);
        writer.Write((byte)model.Labels.Count);
        foreach (var label in model.Labels)
        {
            writer.Write(label);
        }

        writer.Write(model.Unit);
        writer.Write(model.Hashes.Length);
        // The hashes have 24 bits and are evenly distributed, so that a larger difference doesn't occur.
        var differences = model.Hashes.Select((hash, i) => checked((ushort)(hash - (i == 0 ? 0 : model.Hashes[i - 1])))).ToArray();
        writer.Write([.. differences.Select(static difference => (byte)difference)]);
        writer.Write([.. differences.Select(static difference => (byte)(difference >> 8))]);

        for (var i = 0; i < model.Weights.Length; i += 2)
        {
            var second = i + 1 < model.Weights.Length ? model.Weights[i + 1] : 0;
            writer.Write((byte)((model.Weights[i] + ModelWeights.Bias) | ((second + ModelWeights.Bias) << 4)));
        }

        writer.Flush();
        return stream.ToArray();
    }
}
