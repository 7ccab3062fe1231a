using System.Buffers.Binary;

namespace NemoVideo.Client.Uploads;

/// <summary>Reads the sizes of the top-level boxes of an MP4 file.</summary>
internal static class Mp4Boxes
{
    /// <summary>More boxes aren't read. A fragmented video has two for each fragment.</summary>
    private const int MaxBoxes = 100_000;

    private const int HeadBytes = 8;

    /// <summary>The types of boxes that can be the first one. QuickTime recordings have no ftyp.</summary>
    private static readonly string[] FirstTypes = ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"];

    /// <summary>
    /// Whether the last box of an MP4 file is a part of the video and incomplete, or if it is needed, the box with the movie's description
    /// is missing. The position of the file stays.
    /// </summary>
    public static bool LacksItsEnd(Stream file, bool needsMovie = false)
    {
        var end = file.Position;
        try
        {
            return ReadsPastEnd(file, needsMovie);
        }
        finally
        {
            file.Position = end;
        }
    }

    private static bool ReadsPastEnd(Stream file, bool needsMovie)
    {
        var head = new byte[2 * HeadBytes];
        long position = 0;
        var lacksMovie = needsMovie;
        for (var boxes = 0; boxes < MaxBoxes; boxes++)
        {
            file.Position = position;
            var count = file.ReadFully(head);
            var type = head.AsSpan(4, 4);
            if (count < HeadBytes || (boxes == 0 && !FirstTypes.Contains(Encoding.ASCII.GetString(head, 4, 4))))
            {
                // The end, or another format.
                return boxes > 0 && lacksMovie;
            }

            lacksMovie &= !type.SequenceEqual("moov"u8);

            // 1 stands for a size after the type, and 0 for a box up to the end of the file.
            var isLong = BinaryPrimitives.ReadUInt32BigEndian(head) == 1;
            var size = !isLong ? BinaryPrimitives.ReadUInt32BigEndian(head)
                : count < head.Length ? ulong.MaxValue : BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(HeadBytes));
            if (size < HeadBytes || size > (ulong)(file.Length - position))
            {
                // Some programs add bytes after the last box, such as a tag, which look like the head of a box of an unknown type.
                return lacksMovie || (size >= HeadBytes && IsPartOfVideo(type));
            }

            position += (long)size;
        }

        return false;
    }

    private static bool IsPartOfVideo(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("moof"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("moov"u8);
}
