using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Journal;

/// <summary>Sets aside what a power cut left of a line: what follows the last line end. What it announced was never sent.</summary>
internal static class TruncatedRecord
{
    private const int MaxKeptBytes = 256 * 1024;
    private const int ChunkBytes = 4096;

    /// <param name="journal">The opened journal, which ends with a whole line afterwards.</param>
    /// <param name="asidePath">The file that the torn rest is added to.</param>
    public static void SetAside(FileStream journal, string asidePath)
    {
        var whole = FindEnd(journal);
        if (whole == journal.Length)
        {
            return;
        }

        var rest = new byte[(int)Math.Min(journal.Length - whole, JournalLine.MaxBytes)];
        journal.Position = whole;
        var count = journal.Read(rest, 0, rest.Length);
        using (var aside = RegularFile.OpenOrCreate(asidePath, FileShare.Read))
        {
            aside.SetLength(aside.Length + count > MaxKeptBytes ? 0 : aside.Length);
            aside.Position = aside.Length;
            aside.Write(rest, 0, count);
            aside.WriteByte((byte)'\n');
            aside.Flush(flushToDisk: true);
        }

        journal.SetLength(whole);
    }

    /// <summary>Where the last whole line ends. Nearly always that is the end of the file, and one byte is read.</summary>
    private static long FindEnd(FileStream journal)
    {
        var end = journal.Length;
        if (end == 0)
        {
            return 0;
        }

        journal.Position = end - 1;
        if (journal.ReadByte() == '\n')
        {
            return end;
        }

        var chunk = new byte[ChunkBytes];
        while (end > 0)
        {
            var begin = Math.Max(0, end - chunk.Length);
            journal.Position = begin;
            var count = journal.Read(chunk, 0, (int)(end - begin));
            if (Array.LastIndexOf(chunk, (byte)'\n', count - 1, count) is var place and >= 0)
            {
                return begin + place + 1;
            }

            end = begin;
        }

        return 0;
    }
}
