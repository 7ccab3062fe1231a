namespace NemoVideo.Client.Journal;

/// <summary>
/// Selects the lines that remain in a journal that is too large. Whole sessions are removed: those without outstanding renders before
/// those with such renders, and of those the one whose last line comes first. Timestamps don't matter, because a clock can be wrong.
/// </summary>
internal sealed class JournalCompaction
{
    /// <summary>The size in bytes above which a journal is compacted at the end of a run.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>The maximum size after a compaction. It is lower, so that compactions are rare.</summary>
    public const int TargetBytes = 24 * 1024 * 1024;

    // Lines that this version doesn't know are dropped in pieces of this size.
    private const int UnknownBytes = 64 * 1024;

    private readonly Stream _journal;
    private readonly JournalHistory _history;

    // The part of each line; null for a line that is removed.
    private readonly List<Part?> _lines = [];

    /// <exception cref="InvalidDataException">There are too many lines.</exception>
    public JournalCompaction(Stream journal)
    {
        _journal = journal;
        var operations = new JournalOperations(FileJournal.MaxLines);
        var known = new List<Part>();
        Part? unknown = null;
        foreach (var line in JournalLineReader.Of(journal))
        {
            var taken = operations.Take(line);
            if (taken.IsDamaged)
            {
                IsDamaged = true;
                _lines.Add(null);
            }
            else if (taken.Number is { } number)
            {
                if (number == known.Count)
                {
                    known.Add(new Part());
                }

                Add(known[number], line.Count + 1);
            }
            else
            {
                unknown = unknown?.ByteCount < UnknownBytes && _lines[_lines.Count - 1] == unknown ? unknown : new Part();
                Add(unknown, line.Count + 1);
            }
        }

        _history = new JournalHistory(operations.Entries);
        foreach (var (part, entry) in known.Zip(operations.Entries, static (part, entry) => (part, entry)))
        {
            part.Entry = entry;
        }
    }

    /// <summary>Whether a line isn't a JSON object or is too long.</summary>
    public bool IsDamaged { get; }

    /// <summary>The unchanged lines that are kept. Without a limit, only damaged lines are dropped.</summary>
    public byte[] Write(int? byteLimit)
    {
        var parts = _lines.OfType<Part>().Distinct().ToList();
        var byteCount = parts.Sum(static part => part.ByteCount);
        foreach (var part in FindSessions(parts).TakeWhile(_ => byteCount > byteLimit).SelectMany(static session => session))
        {
            part.IsDropped = true;
            byteCount -= part.ByteCount;
        }

        var kept = new byte[byteCount];
        var end = 0;
        var number = 0;
        _journal.Position = 0;
        foreach (var line in JournalLineReader.Of(_journal))
        {
            if (_lines[number++] is { IsDropped: false })
            {
                line.AsSpan().CopyTo(kept.AsSpan(end));
                end += line.Count;
                kept[end++] = (byte)'\n';
            }
        }

        return kept;
    }

    private void Add(Part part, int byteCount)
    {
        part.ByteCount += byteCount;
        part.LastLine = _lines.Count;
        _lines.Add(part);
    }

    /// <summary>The sessions with all their operations, in the order in which they are removed.</summary>
    private IEnumerable<IEnumerable<Part>> FindSessions(List<Part> parts)
    {
        var renders = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (part.Entry is RenderEntry render)
            {
                renders[render.RenderId] = renders[render.SubmittedId] = part;
            }
        }

        return parts
            .GroupBy(SessionOf)
            .OrderBy(session => session.Any(part => part.Entry is RenderEntry render && _history.IsOutstanding(render)))
            .ThenBy(static session => session.Max(static part => part.LastLine));

        // A download belongs to the session of its render, which would be outstanding again without it. An operation without either forms
        // its own group.
        object SessionOf(Part part) =>
            part.Entry?.SessionId ?? (part.Entry is DownloadEntry download && renders.TryGetValue(download.RenderId, out var render)
                ? render.Entry!.SessionId ?? (object)render
                : part);
    }

    /// <summary>The lines of one operation, or consecutive lines that this version doesn't know.</summary>
    private sealed class Part
    {
        public JournalEntry? Entry { get; set; }

        public long ByteCount { get; set; }

        public int LastLine { get; set; }

        public bool IsDropped { get; set; }
    }
}
