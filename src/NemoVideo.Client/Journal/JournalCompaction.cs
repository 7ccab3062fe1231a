namespace NemoVideo.Client.Journal;

/// <summary>
/// What of a journal is kept. What is finished goes 30 days after the last that was written of its session, and so does what nothing asks
/// for any more; what is open, belongs to a session with something open, or is not known to this version goes only where there is no
/// room: a clock that is wrong must not make a render an orphan, nor have a message sent again of which it is not known whether it was taken.
/// </summary>
internal sealed class JournalCompaction(IReadOnlyList<MergedOperation> operations, DateTimeOffset now)
{
    /// <summary>A journal that would grow beyond this is compacted.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>What is left then at most, so that the next time is not soon.</summary>
    public const int TargetBytes = 3 * 1024 * 1024;

    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    private readonly HashSet<MergedOperation> _open = FindOpen(operations);
    private readonly Dictionary<string, RenderEntry> _renders = FindRenders(operations);
    private readonly Dictionary<string, DateTimeOffset> _latest = FindLatest(operations);

    /// <summary>Whether something has grown old enough to go.</summary>
    public bool IsDue => operations.Any(IsOutdated);

    /// <param name="byteLimit">The most that may be left; null: only what is old goes.</param>
    public byte[] Write(int? byteLimit)
    {
        // In loops: LINQ collects in buffers of the shared pool, and of these megabytes each thread would keep its own.
        var kept = new List<(MergedOperation Operation, byte[] Bytes)>(operations.Count);
        foreach (var operation in operations)
        {
            if (!IsOutdated(operation))
            {
                kept.Add((operation, JournalLine.Write(operation.Fields)));
            }
        }

        var excess = kept.Sum(static one => (long)one.Bytes.Length) - (byteLimit ?? long.MaxValue);
        var dropped = new HashSet<MergedOperation>();
        foreach (var (operation, bytes) in kept.OrderBy(one => _open.Contains(one.Operation)).ThenBy(one => OrderOf(one.Operation)))
        {
            if (excess <= 0)
            {
                break;
            }

            dropped.Add(operation);
            excess -= bytes.Length;
        }

        kept.RemoveAll(one => dropped.Contains(one.Operation));
        var written = new byte[kept.Sum(static one => one.Bytes.Length)];
        var end = 0;
        foreach (var (_, bytes) in kept)
        {
            bytes.CopyTo(written, end);
            end += bytes.Length;
        }

        return written;
    }

    private bool IsOutdated(MergedOperation operation) =>
        !_open.Contains(operation) && operation.Entry is { } entry && now - LastOf(entry) > MaxAge;

    /// <summary>
    /// A session grows old as a whole: each of its entries says what need not be done again. A download is needed for as long as its
    /// render is kept, which would be outstanding again without it.
    /// </summary>
    private DateTimeOffset LastOf(JournalEntry entry) =>
        entry.SessionId is { } session ? _latest[session]
        : entry is DownloadEntry download && _renders.TryGetValue(download.RenderId, out var render) ? Later(TimeOf(entry), LastOf(render))
        : TimeOf(entry);

    /// <summary>What comes from the future, by a clock that was wrong, must not be younger than what is done now.</summary>
    private DateTimeOffset OrderOf(MergedOperation operation) =>
        operation.Entry is not { } entry ? now
        : LastOf(entry) is var last && last <= now + ClockTolerance ? last
        : DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset TimeOf(JournalEntry entry) => entry.EndedAt ?? entry.BegunAt;

    private static Dictionary<string, RenderEntry> FindRenders(IReadOnlyList<MergedOperation> operations)
    {
        var renders = new Dictionary<string, RenderEntry>(StringComparer.Ordinal);
        foreach (var render in operations.Select(static operation => operation.Entry).OfType<RenderEntry>())
        {
            renders[render.RenderId] = renders[render.SubmittedId] = render;
        }

        return renders;
    }

    /// <summary>When something was last written of each session.</summary>
    private static Dictionary<string, DateTimeOffset> FindLatest(IReadOnlyList<MergedOperation> operations)
    {
        var latest = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            if (operation.Entry is { SessionId: { } session } entry && !(latest.TryGetValue(session, out var known) && known >= TimeOf(entry)))
            {
                latest[session] = TimeOf(entry);
            }
        }

        return latest;
    }

    private static HashSet<MergedOperation> FindOpen(IReadOnlyList<MergedOperation> operations)
    {
        var history = new JournalHistory([.. operations.Select(static operation => operation.Entry).OfType<JournalEntry>()]);
        var open = new HashSet<MergedOperation>(operations.Where(operation => operation.Entry is null || history.IsUnresolved(operation.Entry)));
        var sessions = new HashSet<string>(open.Select(static operation => operation.Entry?.SessionId).OfType<string>(), StringComparer.Ordinal);
        open.UnionWith(operations.Where(operation => operation.Entry?.SessionId is { } session && sessions.Contains(session)));

        // A download names no session, only its render. Where there is no room it would go first, and the render be outstanding again.
        var renders = new HashSet<string>(
            open.Select(static operation => operation.Entry).OfType<RenderEntry>().SelectMany(static render => new[] { render.RenderId, render.SubmittedId }), StringComparer.Ordinal);
        open.UnionWith(operations.Where(operation => operation.Entry is DownloadEntry download && renders.Contains(download.RenderId)));
        return open;
    }
}
