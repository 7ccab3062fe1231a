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

/// <summary>A journal in memory for the lifetime of a connection. Nothing is written to the disk.</summary>
internal sealed class MemoryJournal : IJournalStore
{
    private readonly JournalOperations _operations = new();

    public Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        lock (_operations)
        {
            _operations.Take(new ArraySegment<byte>(JournalLine.Write(line)));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_operations)
        {
            return Task.FromResult(_operations.Entries);
        }
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAllAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task CompactAsync() => Task.CompletedTask;
}
