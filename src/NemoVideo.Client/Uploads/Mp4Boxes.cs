using System.Buffers.Binary;

namespace NemoVideo.Client.Uploads;

/// <summary>Reads the sizes of the top-level boxes of an MP4 file.</summary>
internal static class Mp4Boxes
{
    /// <summary>More boxes aren't read. A fragmented video has two for each fragment.</summary>
    private const int MaxBoxes = 100_000;

    private const int HeadBytes = 8;

    /// <summary>Whether an MP4 file ends within a box, or lacks a necessary one. False for a file of another format.</summary>
    public static bool IsTruncated(Stream file) => IsTruncated(file, isStrict: true);

    /// <summary>Whether an MP4 file certainly lacks its end, because its last box with a part of the video is incomplete.</summary>
    public static bool LacksItsEnd(Stream file) => IsTruncated(file, isStrict: false);

    private static bool IsTruncated(Stream file, bool isStrict)
    {
        var end = file.Position;
        try
        {
            return ReadsPastEnd(file, isStrict);
        }
        finally
        {
            file.Position = end;
        }
    }

    private static bool ReadsPastEnd(Stream file, bool isStrict)
    {
        var head = new byte[2 * HeadBytes];
        long position = 0;
        var (hasMovie, hasMedia) = (false, false);
        var boxes = 0;
        for (; position < file.Length && boxes < MaxBoxes; boxes++)
        {
            file.Position = position;
            var count = file.ReadFully(head);
            if (boxes == 0 && (count < HeadBytes || !head.AsSpan(4, 4).SequenceEqual("ftyp"u8)))
            {
                // Another format.
                return false;
            }

            if (count < HeadBytes)
            {
                // A few extra bytes after the last box don't matter.
                return IsIncomplete();
            }

            // 1 stands for a size after the type, and 0 for a box up to the end of the file.
            var isLong = BinaryPrimitives.ReadUInt32BigEndian(head) == 1;
            var size = isLong ? BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(HeadBytes)) : BinaryPrimitives.ReadUInt32BigEndian(head);
            if ((isLong && count < head.Length) || size > (ulong)(file.Length - position))
            {
                // Some programs add bytes after the last box, such as a tag, which look like the head of a box of an unknown type.
                return IsIncomplete() || IsPartOfVideo(head.AsSpan(4, 4));
            }

            hasMovie |= head.AsSpan(4, 4).SequenceEqual("moov"u8);

            // The media of a fragment follow its head.
            hasMedia = !head.AsSpan(4, 4).SequenceEqual("moof"u8) && (hasMedia || head.AsSpan(4, 4).SequenceEqual("mdat"u8));
            if (size < HeadBytes)
            {
                return (isStrict && size > 0) || IsIncomplete();
            }

            position += (long)size;
        }

        return boxes > 0 && (boxes < MaxBoxes ? IsIncomplete() : isStrict && !hasMovie);

        bool IsIncomplete() => isStrict && (!hasMovie || !hasMedia);
    }

    private static bool IsPartOfVideo(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("moof"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("moov"u8);
}
