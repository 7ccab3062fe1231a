namespace NemoVideo.Client.Journal;

/// <summary>Reads a journal repeatedly. Only new lines of an unchanged file are read.</summary>
internal sealed class JournalReader
{
    private readonly byte[] _lastLine = new byte[JournalLine.MaxBytes];
    private JournalOperations _operations = new(FileJournal.MaxLines);
    private int _lastCount;
    private long _end;

    public IReadOnlyList<JournalEntry> Entries => _operations.Entries;

    /// <summary>Reads new lines. Returns whether a line is damaged. If so, or after a failure, this reader can't be used again.</summary>
    /// <exception cref="InvalidDataException">There are too many lines.</exception>
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
    /// Whether the last line that was read is at the same position. Its ID is unique, and compaction moves or removes it.
    /// </summary>
    private bool IsSame(Stream journal)
    {
        if (_end == 0 || journal.Length < _end)
        {
            return false;
        }

        var found = new byte[_lastCount];
        journal.Position = _end - 1 - _lastCount;
        return journal.ReadFully(found) == found.Length && found.AsSpan().SequenceEqual(_lastLine.AsSpan(0, _lastCount));
    }
}
