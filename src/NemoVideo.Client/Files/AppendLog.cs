namespace NemoVideo.Client.Files;

/// <summary>
/// A log that only grows: lines that end with a line feed, each on the disk when <see cref="Append"/> returns. A line that a killed process
/// left incomplete announced nothing that was sent. The next line replaces it.
/// </summary>
internal static class AppendLog
{
    private const int ChunkBytes = 4096;

    /// <summary>Appends a line, which contains its line feed.</summary>
    public static void Append(FileStream log, byte[] line)
    {
        var end = FindEnd(log);
        if (end < log.Length)
        {
            log.SetLength(end);
        }

        log.Position = end;
        try
        {
            log.Write(line, 0, line.Length);
            log.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What may not be on the disk doesn't count.
            log.SetLength(end);
            throw;
        }
    }

    /// <summary>Finds the end of the last complete line, which is usually in the first chunk that is read.</summary>
    private static long FindEnd(FileStream log)
    {
        var chunk = new byte[ChunkBytes];
        for (var end = log.Length; end > 0;)
        {
            var start = Math.Max(0, end - chunk.Length);
            log.Position = start;
            var count = log.Read(chunk, 0, (int)(end - start));
            if (Array.LastIndexOf(chunk, (byte)'\n', count - 1, count) is var index and >= 0)
            {
                return start + index + 1;
            }

            end = start;
        }

        return 0;
    }
}
