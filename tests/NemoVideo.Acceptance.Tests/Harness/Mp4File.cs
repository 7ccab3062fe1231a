using System.Buffers.Binary;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>The structure of an MP4 file.</summary>
internal static class Mp4File
{
    /// <summary>Fails unless a file is a whole MP4: boxes that end exactly with the file, with an index and media data.</summary>
    public static void AssertPlayable(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var names = new List<string>();
        var position = 0L;
        while (position + 8 <= bytes.Length)
        {
            names.Add(Encoding.ASCII.GetString(bytes, (int)position + 4, 4));
            position += BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)position));
        }

        Assert.Equal(bytes.Length, position);
        Assert.Equal("ftyp", names[0]);
        Assert.Contains("moov", names);
        Assert.Contains("mdat", names);
    }
}
