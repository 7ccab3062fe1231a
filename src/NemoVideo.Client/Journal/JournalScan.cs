using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>
/// What can be read of a journal, line by line, so that a file of any size and content is read in little room. What follows
/// the last line end is torn, or still being written: no line.
/// </summary>
internal sealed class JournalScan
{
    private const int ChunkBytes = 64 * 1024;

    private readonly List<JsonObject> _lines = [];
    private readonly byte[] _line = new byte[JournalLine.MaxBytes];
    private int _count;

    private JournalScan()
    {
    }

    public IReadOnlyList<JsonObject> Lines => _lines;

    /// <summary>Whether there is a whole line that is no JSON object, or longer than any of ours.</summary>
    public bool IsDamaged { get; private set; }

    public static JournalScan Of(Stream journal)
    {
        var scan = new JournalScan();
        var chunk = new byte[ChunkBytes];

        // Not beyond the length at the beginning: what is no real file need not have an end.
        var left = journal.Length;
        int count;
        while (left > 0 && (count = journal.Read(chunk, 0, (int)Math.Min(left, chunk.Length))) > 0)
        {
            left -= count;
            scan.Take(chunk, count);
        }

        return scan;
    }

    private void Take(byte[] chunk, int count)
    {
        var begin = 0;
        while (Array.IndexOf(chunk, (byte)'\n', begin, count - begin) is var end and >= 0)
        {
            Collect(chunk, begin, end - begin);
            EndLine();
            begin = end + 1;
        }

        Collect(chunk, begin, count - begin);
    }

    private void Collect(byte[] chunk, int begin, int count)
    {
        if (_count + count <= _line.Length)
        {
            Array.Copy(chunk, begin, _line, _count, count);
        }

        // Counted on where there is no room: that tells a line that is too long.
        _count = (int)Math.Min(int.MaxValue, (long)_count + count);
    }

    private void EndLine()
    {
        if (_count <= _line.Length && JournalLine.Read(_line, _count) is { } line)
        {
            _lines.Add(line);
        }
        else
        {
            IsDamaged = true;
        }

        _count = 0;
    }
}
