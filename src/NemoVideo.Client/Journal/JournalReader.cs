namespace NemoVideo.Client.Journal;

/// <summary>
/// Reads a journal again and again: a resumed job asks it for each clip. Only what was added since the last read is read, unless the
/// file is another one by now.
/// </summary>
internal sealed class JournalReader
{
    private readonly byte[] _lastLine = new byte[JournalLine.MaxBytes];
    private JournalOperations _operations = new(FileJournal.MaxLines);
    private int _lastCount;
    private long _end;

    public IReadOnlyList<JournalEntry> Entries => _operations.Entries;

    /// <summary>Reads what is new.</summary>
    /// <returns>Whether a line is damaged: then this reader is of no more use.</returns>
    /// <exception cref="InvalidDataException">There are too many lines: then it isn't either.</exception>
    public bool Read(Stream journal)
    {
        if (!IsSame(journal))
        {
            (_operations, _end) = (new JournalOperations(FileJournal.MaxLines), 0);
        }

        journal.Position = _end;
        var isDamaged = false;
        foreach (var line in JournalLineReader.Of(journal))
        {
            isDamaged |= _operations.Take(line).IsDamaged;
            line.AsSpan().CopyTo(_lastLine);
            _lastCount = line.Count;
            _end += line.Count + 1;
        }

        return isDamaged;
    }

    /// <summary>
    /// Whether the last line that was read is still at its place. It has an id of its own, and a file that was compacted has it at
    /// another place or not at all.
    /// </summary>
    private bool IsSame(Stream journal)
    {
        if (_end == 0 || journal.Length < _end)
        {
            return false;
        }

        var found = new byte[_lastCount];
        journal.Position = _end - 1 - _lastCount;
        for (var count = 0; count < found.Length;)
        {
            var more = journal.Read(found, count, found.Length - count);
            if (more == 0)
            {
                return false;
            }

            count += more;
        }

        return found.AsSpan().SequenceEqual(_lastLine.AsSpan(0, _lastCount));
    }
}
