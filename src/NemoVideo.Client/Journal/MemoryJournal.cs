using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>Keeps what this connection does for as long as it lives: -NoCache leaves no trace.</summary>
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
