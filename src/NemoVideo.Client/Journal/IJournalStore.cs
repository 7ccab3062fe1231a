namespace NemoVideo.Client.Journal;

/// <summary>Stores the lines of a journal. A failure is a <see cref="NemoException"/>.</summary>
internal interface IJournalStore
{
    /// <summary>Appends a line. After it returns, the line survives a power failure.</summary>
    Task AppendAsync(JsonObject line, CancellationToken cancellationToken);

    /// <summary>Reads all operations, oldest first.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads the operations of all users and APIs in the same folder.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>At the end of a run, removes the oldest operations if there are too many. Never fails.</summary>
    Task CompactAsync();
}

/// <summary>
/// A journal in memory for the lifetime of a connection. Nothing is written to the disk. The files that were opened for an upload are known
/// to all such journals of the process, because no download must replace them.
/// </summary>
internal sealed class MemoryJournal : IJournalStore
{
    private static readonly JournalOperations Sources = new();

    private readonly JournalOperations _operations = new();

    public Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        var bytes = new ArraySegment<byte>(JournalLine.Write(line));
        Take(_operations, bytes);
        if ((string?)line["kind"] == JournalKind.Source)
        {
            Take(Sources, bytes);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(EntriesOf(_operations));

    public Task<IReadOnlyList<JournalEntry>> ReadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JournalEntry>>([.. EntriesOf(Sources), .. EntriesOf(_operations)]);

    public Task CompactAsync() => Task.CompletedTask;

    private static void Take(JournalOperations operations, ArraySegment<byte> line)
    {
        lock (operations)
        {
            operations.Take(line);
        }
    }

    private static IReadOnlyList<JournalEntry> EntriesOf(JournalOperations operations)
    {
        lock (operations)
        {
            return operations.Entries;
        }
    }
}
