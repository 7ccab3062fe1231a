using System.Buffers.Binary;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>The smallest MP4 file with a duration: a movie header without media.</summary>
internal static class TinyMp4
{
    public static byte[] Lasting(TimeSpan length)
    {
        var header = new byte[100];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), 1000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16), (uint)length.TotalMilliseconds);
        return [.. Box("ftyp", Encoding.ASCII.GetBytes("isom\0\0\0\0isom")), .. Box("moov", Box("mvhd", header))];
    }

    private static byte[] Box(string type, byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }
}
