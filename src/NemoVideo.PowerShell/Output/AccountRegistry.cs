namespace NemoVideo.PowerShell.Output;

/// <summary>The sessions and exports of one user at one API. The user's connections in a runspace share it.</summary>
internal sealed class AccountRegistry
{
    public ConcurrentOrderedDictionary<NemoSession> Sessions { get; } = new();

    public ConcurrentOrderedDictionary<NemoExport> Exports { get; } = new();
}

/// <summary>Items by ID, in the order in which their IDs were added. Thread-safe.</summary>
internal sealed class ConcurrentOrderedDictionary<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Dictionary<string, T> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Adds an item, or replaces the item with the same ID in its position. Returns the item.</summary>
    public T Set(string id, T item)
    {
        lock (_gate)
        {
            if (!_byId.ContainsKey(id))
            {
                _order.Add(id);
            }

            return _byId[id] = item;
        }
    }

    public T? Find(string id)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out var item) ? item : null;
        }
    }

    public IReadOnlyList<T> ToList()
    {
        lock (_gate)
        {
            return [.. _order.Select(id => _byId[id])];
        }
    }
}
