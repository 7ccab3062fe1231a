namespace NemoVideo.Client.Journal;

/// <summary>
/// What is kept of a journal that has become too large. Sessions are dropped as a whole: finished ones before any with something open,
/// each time the one first whose last line comes first in the file. Clocks play no part: one that is wrong must not make a job pay again.
/// </summary>
internal sealed class JournalCompaction
{
    /// <summary>A journal that is larger is compacted at the end of a run.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>What is left then at most, so that the next time is not soon.</summary>
    public const int TargetBytes = 24 * 1024 * 1024;

    // What this version doesn't know is dropped in pieces of this size.
    private const int UnknownBytes = 64 * 1024;

    // The part of each line; null for one that is not kept.
    private readonly List<Part?> _lines = [];
    private readonly List<Part> _parts = [];

    /// <exception cref="InvalidDataException">There are too many lines.</exception>
    public JournalCompaction(Stream journal)
    {
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
                    known.Add(AddPart());
                }

                DropRepeated(known[number]);
                known[number].RepeatedBytes = taken.IsRepeated ? line.Count + 1 : 0;
                AddLine(known[number], line.Count + 1);
            }
            else
            {
                if (unknown is null || unknown.ByteCount >= UnknownBytes || _lines[_lines.Count - 1] != unknown)
                {
                    unknown = AddPart();
                }

                AddLine(unknown, line.Count + 1);
            }
        }

        foreach (var (part, entry) in known.Zip(operations.Entries, static (part, entry) => (part, entry)))
        {
            part.Entry = entry;
        }
    }

    /// <summary>Whether there is a line that is no JSON object, or longer than any of ours.</summary>
    public bool IsDamaged { get; }

    /// <summary>The lines that are kept, as they are.</summary>
    /// <param name="journal">The journal again.</param>
    /// <param name="byteLimit">The most that may be left; null: only what is damaged or said again later is dropped.</param>
    public byte[] Write(Stream journal, int? byteLimit)
    {
        var byteCount = _parts.Sum(static part => part.ByteCount);
        foreach (var session in byteLimit is null ? [] : FindSessions())
        {
            if (byteCount <= byteLimit)
            {
                break;
            }

            foreach (var part in session)
            {
                part.IsDropped = true;
                byteCount -= part.ByteCount;
            }
        }

        var kept = new byte[byteCount];
        var end = 0;
        var number = 0;
        foreach (var line in JournalLineReader.Of(journal))
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

    private Part AddPart()
    {
        var part = new Part();
        _parts.Add(part);
        return part;
    }

    private void AddLine(Part part, int byteCount)
    {
        part.ByteCount += byteCount;
        part.LastLine = _lines.Count;
        _lines.Add(part);
    }

    /// <summary>A clip that is found again and again has a line for each time, and only the last one says anything.</summary>
    private void DropRepeated(Part part)
    {
        if (part.RepeatedBytes > 0)
        {
            _lines[part.LastLine] = null;
            part.ByteCount -= part.RepeatedBytes;
        }
    }

    /// <summary>The sessions with all that belongs to them, in the order in which they are dropped.</summary>
    private IEnumerable<IEnumerable<Part>> FindSessions()
    {
        var history = new JournalHistory([.. _parts.Select(static part => part.Entry).OfType<JournalEntry>()]);
        var renders = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var part in _parts)
        {
            if (part.Entry is RenderEntry render)
            {
                renders[render.RenderId] = renders[render.SubmittedId] = part;
            }
        }

        return _parts
            .GroupBy(SessionOf)
            .OrderBy(session => session.Any(part => part.Entry is null || history.IsUnresolved(part.Entry)))
            .ThenBy(static session => session.Max(static part => part.LastLine));

        // A download has no session, only its render, which would be outstanding again without it. What has neither is alone.
        object SessionOf(Part part) =>
            part.Entry?.SessionId ?? (part.Entry is DownloadEntry download && renders.TryGetValue(download.RenderId, out var render)
                ? render.Entry!.SessionId ?? (object)render
                : part);
    }

    /// <summary>The lines of one operation, or some lines one after another that this version doesn't know.</summary>
    private sealed class Part
    {
        public JournalEntry? Entry { get; set; }

        public long ByteCount { get; set; }

        public int LastLine { get; set; }

        /// <summary>The size of the last line where the operation's next one says all that it does; else 0.</summary>
        public int RepeatedBytes { get; set; }

        public bool IsDropped { get; set; }
    }
}
