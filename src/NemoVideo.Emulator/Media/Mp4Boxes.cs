using System.Buffers.Binary;

namespace NemoVideo.Emulator.Media;

/// <summary>Reads the duration from the boxes of an MP4 file (ISO/IEC 14496-12).</summary>
internal static class Mp4Boxes
{
    /// <summary>The duration in the movie header. Null if the file has none.</summary>
    public static TimeSpan? ReadDuration(string path)
    {
        using var file = File.OpenRead(path);
        return Find(file, "moov", file.Length) is { } movieEnd && Find(file, "mvhd", movieEnd) is not null ? ReadHeader(file) : null;
    }

    /// <summary>Seeks to the content of the next box of this type, and returns its end.</summary>
    private static long? Find(FileStream file, string type, long end)
    {
        Span<byte> header = stackalloc byte[16];
        while (file.Position + 8 <= end)
        {
            var start = file.Position;
            file.ReadExactly(header[..8]);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            var matches = header[4..8].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(type));
            if (size == 1 && file.Position + 8 <= end)
            {
                file.ReadExactly(header[8..16]);
                size = BinaryPrimitives.ReadInt64BigEndian(header[8..16]);
            }

            // Size 0 means "to the end of the file". A size below 8 is invalid.
            size = size == 0 ? end - start : size;
            if (size < 8 || size > end - start)
            {
                return null;
            }

            if (matches)
            {
                return start + size;
            }

            file.Position = start + size;
        }

        return null;
    }

    private static TimeSpan? ReadHeader(FileStream file)
    {
        Span<byte> content = stackalloc byte[32];
        if (file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length)
        {
            return null;
        }

        // Version 1 has 64-bit times.
        var (scale, length) = content[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(content[20..]), BinaryPrimitives.ReadUInt64BigEndian(content[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(content[12..]), BinaryPrimitives.ReadUInt32BigEndian(content[16..]));
        return scale == 0 ? null : MediaFacts.DurationOf((double)length / scale);
    }
}
