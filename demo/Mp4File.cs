using System.Buffers.Binary;
using System.Text;

namespace NemoVideo.Demo;

/// <summary>What makes an MP4 file playable, read from its boxes (ISO/IEC 14496-12): ftyp, moov with a length, mdat.</summary>
/// <param name="Duration">The playing time that the movie header gives.</param>
internal sealed record Mp4File(TimeSpan Duration)
{
    private const int HeaderBytes = 8;

    /// <summary>Reads a file; null where a player could not make a picture of it.</summary>
    public static Mp4File? Read(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        var isMp4 = Find(file, "ftyp", out _);
        var hasMedia = Find(file, "mdat", out var media) && media.Length > 0;
        return isMp4 && hasMedia && Find(file, "moov", out var movie) && Find(movie, "mvhd", out var header)
            && ReadDuration(header) is { } duration && duration > TimeSpan.Zero
            ? new Mp4File(duration)
            : null;
    }

    private static bool Find(ReadOnlySpan<byte> boxes, string type, out ReadOnlySpan<byte> content)
    {
        content = default;
        while (boxes.Length >= HeaderBytes)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(boxes);
            if (size < HeaderBytes || size > boxes.Length)
            {
                return false;
            }

            if (Encoding.ASCII.GetString(boxes.Slice(4, 4)) == type)
            {
                content = boxes[HeaderBytes..(int)size];
                return true;
            }

            boxes = boxes[(int)size..];
        }

        return false;
    }

    private static TimeSpan? ReadDuration(ReadOnlySpan<byte> header)
    {
        // Version 1 has 64-bit times, version 0 has 32-bit ones; the time scale stands before the duration in both.
        var isLong = header[0] == 1;
        var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(isLong ? 20 : 12)..]);
        var duration = isLong
            ? BinaryPrimitives.ReadUInt64BigEndian(header[24..])
            : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        return scale == 0 ? null : TimeSpan.FromSeconds((double)duration / scale);
    }
}
