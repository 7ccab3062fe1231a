namespace NemoVideo.Client.Journal;

/// <summary>Stores the lines of a journal.</summary>
internal interface IJournalStore
{
    /// <summary>Appends a line. After it returns, the line survives a power failure.</summary>
    /// <exception cref="NemoException">The line can't be written.</exception>
    Task AppendAsync(JsonObject line, CancellationToken cancellationToken);

    /// <summary>All operations, oldest first.</summary>
    /// <exception cref="NemoException">They can't be read.</exception>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes the oldest operations if there are too many, unless another run may still look them up. For the end of a run. Never fails.
    /// </summary>
    Task CompactAsync(Func<bool> isInUse);
}

/// <summary>A journal in memory for the lifetime of a connection, without a trace on the disk.</summary>
internal sealed class MemoryJournal : IJournalStore
{
    private readonly JournalOperations _operations = new();

    public Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        var bytes = JournalLine.Write(line);
        lock (_operations)
        {
            _operations.Take(new ArraySegment<byte>(bytes));
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

    public Task CompactAsync(Func<bool> isInUse) => Task.CompletedTask;
}
