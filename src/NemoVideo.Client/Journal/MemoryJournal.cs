using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>Keeps what this connection does for as long as it lives: -NoCache leaves no trace.</summary>
internal sealed class MemoryJournal : IJournalStore
{
    private readonly List<JsonObject> _lines = [];

    public Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        // As it would come back from a file.
        var bytes = JournalLine.Write(line);
        lock (_lines)
        {
            _lines.Add(JournalLine.Read(bytes, bytes.Length)!);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<MergedOperation>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lines)
        {
            return Task.FromResult(MergedOperation.Of(_lines));
        }
    }
}
