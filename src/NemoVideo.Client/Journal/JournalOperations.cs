namespace NemoVideo.Client.Journal;

/// <summary>The operations of a journal, read line by line. Too many lines are an <see cref="InvalidDataException"/>.</summary>
internal sealed class JournalOperations(int maxLines = int.MaxValue)
{
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private JournalEntry[]? _snapshot;
    private int _lineCount;

    /// <summary>The operations so far, in the order in which they were begun. Later lines don't change this list.</summary>
    public IReadOnlyList<JournalEntry> Entries => _snapshot ??= [.. _entries];

    public Taken Take(ArraySegment<byte> bytes)
    {
        if (_lineCount == maxLines)
        {
            throw new InvalidDataException(FormattableString.Invariant($"There are more than {maxLines} lines."));
        }

        _lineCount++;
        using var document = JournalLine.Read(bytes);
        if (document is null)
        {
            return new Taken(IsDamaged: true);
        }

        var line = document.RootElement;
        if (!JournalLine.IsKnown(line))
        {
            return default;
        }

        var key = $"{line.Text("kind", earlier: null)} {line.Text("id", earlier: null)}";
        var isBegun = _numbers.TryGetValue(key, out var number);
        if (JournalEntryParser.Read(line, isBegun ? _entries[number] : null) is not { } entry)
        {
            return default;
        }

        _snapshot = null;
        if (isBegun)
        {
            _entries[number] = entry;
            return new Taken(number);
        }

        number = _entries.Count;
        _numbers.Add(key, number);
        _entries.Add(entry);
        return new Taken(number);
    }

    /// <summary>The result of reading a line.</summary>
    /// <param name="Number">The index of its operation in the entries; null if this version can't interpret the line.</param>
    /// <param name="IsDamaged">Whether it isn't a line of a journal.</param>
    public readonly record struct Taken(int? Number = null, bool IsDamaged = false);
}
