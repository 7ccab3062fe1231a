namespace NemoVideo.Client.Journal;

/// <summary>Reads a journal line by line, so that memory use stays low. A truncated record isn't returned.</summary>
internal static class JournalLineReader
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>
    /// Reads lines from the stream's position. A line is valid until the next one is read. A line that is too long has no array.
    /// </summary>
    public static IEnumerable<ArraySegment<byte>> Of(Stream journal)
    {
        var buffer = new byte[JournalLine.MaxBytes + ChunkBytes];
        var begin = 0;
        var end = 0;
        var isTooLong = false;

        // Doesn't read beyond the initial length, because a special file can be endless.
        var left = journal.Length - journal.Position;
        while (left > 0)
        {
            Buffer.BlockCopy(buffer, begin, buffer, 0, end - begin);
            (begin, end) = (0, end - begin);
            if (end > JournalLine.MaxBytes)
            {
                (isTooLong, end) = (true, 0);
            }

            var count = journal.Read(buffer, end, (int)Math.Min(left, buffer.Length - end));
            if (count == 0)
            {
                yield break;
            }

            left -= count;
            var searched = end;
            end += count;
            while (Array.IndexOf(buffer, (byte)'\n', searched, end - searched) is var lineEnd and >= 0)
            {
                isTooLong |= lineEnd - begin > JournalLine.MaxBytes;
                yield return isTooLong ? default : new ArraySegment<byte>(buffer, begin, lineEnd - begin);
                isTooLong = false;
                begin = searched = lineEnd + 1;
            }
        }
    }
}
