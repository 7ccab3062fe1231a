using System.Buffers.Binary;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>Recordings that weren't finished, as recorders leave them: with the media data, but without the index.</summary>
internal static class BrokenClips
{
    /// <summary>The names of the kinds for <see cref="Of"/>, with the extension of their files.</summary>
    public static TheoryData<string, string> All { get; } = new()
    {
        // ffmpeg and OBS write the size of the media data last.
        { "ftyp free mdat:0", "mp4" },

        // A camera that lost its power has written the size in advance, or zeros to the end of the space that it had reserved.
        { "ftyp wide mdat:long", "mov" },
        { "ftyp mdat zeros", "mp4" },
        { "ftyp zeros", "mp4" },

        // QuickTime has no ftyp. A voice recorder writes AAC.
        { "wide mdat", "mov" },
        { "skip mdat", "mov" },
        { "ftyp mdat", "m4a" },
        { "ftyp uuid mdat free", "mp4" },
    };

    /// <summary>The content of a file with the boxes of a sample clip, as <paramref name="kind"/> lists them.</summary>
    public static byte[] Of(string kind)
    {
        var sample = File.ReadAllBytes(TestPaths.Clip("sunset.mp4"));
        using var file = new MemoryStream();
        foreach (var box in kind.Split(' '))
        {
            file.Write(box switch
            {
                "zeros" => new byte[4096],
                "ftyp" or "mdat" => Box(sample, box),
                "mdat:0" => [0, 0, 0, 0, .. Box(sample, "mdat").AsSpan(4)],
                "mdat:long" => Long(Box(sample, "mdat")),
                _ => [0, 0, 0, 16, .. Encoding.ASCII.GetBytes(box), .. new byte[8]],
            });
        }

        return file.ToArray();
    }

    private static byte[] Box(byte[] sample, string name)
    {
        for (var position = 0; ;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(sample.AsSpan(position));
            if (Encoding.ASCII.GetString(sample, position + 4, 4) == name)
            {
                return sample[position..(position + size)];
            }

            position += size;
        }
    }

    private static byte[] Long(byte[] box)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, box.Length + 8);
        return [0, 0, 0, 1, .. box.AsSpan(4, 4), .. size, .. box.AsSpan(8)];
    }
}
