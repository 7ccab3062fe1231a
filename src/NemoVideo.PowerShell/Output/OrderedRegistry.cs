namespace NemoVideo.PowerShell.Output;

/// <summary>What was made over a connection, by its id and in the order of making. Safe for several threads.</summary>
internal sealed class OrderedRegistry<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Dictionary<string, T> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Adds an item, or puts a newer one in the place of the same id.</summary>
    public void Set(string id, T item)
    {
        lock (_gate)
        {
            if (!_byId.ContainsKey(id))
            {
                _order.Add(id);
            }

            _byId[id] = item;
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
