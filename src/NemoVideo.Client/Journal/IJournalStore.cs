using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Journal;

/// <summary>Where the lines of a journal go.</summary>
internal interface IJournalStore
{
    /// <summary>Adds a line. When it ends well, the line will be there after a power cut.</summary>
    /// <exception cref="NemoException">It cannot be written.</exception>
    Task AppendAsync(JsonObject line, CancellationToken cancellationToken);

    /// <summary>All operations, oldest first.</summary>
    /// <exception cref="NemoException">They cannot be read.</exception>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Drops the oldest operations if there are too many. For the end of a run: a lookup that comes later doesn't find them. Never fails.
    /// </summary>
    /// <param name="isInUse">Whether another run may still look something up; then nothing is dropped.</param>
    Task CompactAsync(Func<bool> isInUse);
}
