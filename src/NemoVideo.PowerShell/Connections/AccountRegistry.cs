namespace NemoVideo.PowerShell.Output;

/// <summary>The sessions and exports of one user at one API. The user's connections in a runspace share it.</summary>
internal sealed class AccountRegistry
{
    public ItemRegistry<NemoSession> Sessions { get; } = new();

    public ItemRegistry<NemoExport> Exports { get; } = new();

    /// <summary>The timeline of each session from before the last edit that changed it. The service has no undo.</summary>
    public ItemRegistry<TimelineState> TimelinesBeforeEdit { get; } = new();
}

/// <summary>Items by ID, in the order in which their IDs were added. Thread-safe.</summary>
internal sealed class ItemRegistry<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, (int Order, T Item)> _byId = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>Adds an item, or replaces the item with the same ID in its position. Returns the item.</summary>
    public T Set(string id, T item)
    {
        var order = Interlocked.Increment(ref _last);
        _byId.AddOrUpdate(id, (order, item), (_, known) => (known.Order, item));
        return item;
    }

    public T? Find(string id) => _byId.TryGetValue(id, out var found) ? found.Item : null;

    public IReadOnlyList<T> ToList() => [.. _byId.Values.OrderBy(static one => one.Order).Select(static one => one.Item)];
}

/// <summary>
/// Where an export comes from: its session, the session's name, and the local file that the session was created for. Null if unknown.
/// </summary>
internal sealed record ExportOrigin(string? SessionId = null, string? Name = null, string? SourcePath = null)
{
    /// <summary>When this computer started the export.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The beginning of the session's first message.</summary>
    public string? FirstMessage { get; init; }

    /// <summary>Whether the input was a timeline that was read earlier, so that later edits aren't missing in the video.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The paths that <see cref="SourcePath"/> can stand for: a video of several clips has all of them.</summary>
    public IEnumerable<string> SourcePaths => SourcePath is null ? [] : SourcePath.Split(';').Append(SourcePath);
}
