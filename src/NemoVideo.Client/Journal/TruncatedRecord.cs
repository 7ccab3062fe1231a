namespace NemoVideo.Client.Journal;

/// <summary>Moves a truncated record, for example after a power failure, to another file. Its operation was never sent.</summary>
internal static class TruncatedRecord
{
    private const int MaxAsideBytes = 256 * 1024;
    private const int ChunkBytes = 4096;

    public static void SetAside(FileStream journal, string asidePath)
    {
        var end = FindEnd(journal);
        if (end == journal.Length)
        {
            return;
        }

        var rest = new byte[(int)Math.Min(journal.Length - end, JournalLine.MaxBytes)];
        journal.Position = end;
        var count = journal.Read(rest, 0, rest.Length);
        using (var aside = RegularFile.OpenOrCreate(asidePath, FileShare.Read))
        {
            aside.SetLength(aside.Length + count > MaxAsideBytes ? 0 : aside.Length);
            aside.Position = aside.Length;
            aside.Write(rest, 0, count);
            aside.WriteByte((byte)'\n');
            aside.Flush(flushToDisk: true);
        }

        journal.SetLength(end);
    }

    /// <summary>Finds the end of the last complete line, which is usually in the first chunk that is read.</summary>
    private static long FindEnd(FileStream journal)
    {
        var chunk = new byte[ChunkBytes];
        for (var end = journal.Length; end > 0;)
        {
            var start = Math.Max(0, end - chunk.Length);
            journal.Position = start;
            var count = journal.Read(chunk, 0, (int)(end - start));
            if (Array.LastIndexOf(chunk, (byte)'\n', count - 1, count) is var index and >= 0)
            {
                return start + index + 1;
            }

            end = start;
        }

        return 0;
    }
}
