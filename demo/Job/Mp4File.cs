using System.Buffers.Binary;
using System.Text;

namespace NemoVideo.Demo;

/// <summary>The boxes that a playable MP4 file needs (ISO/IEC 14496-12): ftyp, moov with a duration, mdat.</summary>
internal sealed record Mp4File(TimeSpan Duration)
{
    private const int HeaderBytes = 8;

    /// <summary>Reads a file. Returns null if it isn't playable.</summary>
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
        // Version 1 has 64-bit times, version 0 has 32-bit times. The time scale is before the duration in both.
        var isLong = header[0] == 1;
        var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(isLong ? 20 : 12)..]);
        var duration = isLong
            ? BinaryPrimitives.ReadUInt64BigEndian(header[24..])
            : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        return scale == 0 ? null : TimeSpan.FromSeconds((double)duration / scale);
    }
}
