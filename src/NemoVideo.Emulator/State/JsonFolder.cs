namespace NemoVideo.Emulator.State;

/// <summary>Records in memory and on disk, one file each.</summary>
internal sealed class JsonFolder<T>(string folder, Func<T, string> keyOf)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, T> _records = new(
        Directory.EnumerateFiles(folder, "*.json")
            .Select(file => JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), EmulatorJson.Options)!)
            .ToDictionary(keyOf));

    // ConcurrentDictionary.Values would copy all records on each call.
    public IEnumerable<T> All => _records.Select(static record => record.Value);

    public T? Find(string key) => _records.GetValueOrDefault(key);

    /// <summary>False if there is a record with the same key.</summary>
    public bool TryAdd(T record)
    {
        lock (_lock)
        {
            if (_records.ContainsKey(keyOf(record)))
            {
                return false;
            }

            Save(record);
            return true;
        }
    }

    /// <summary>Changes a record. Null if there is no such record, or if the change returns null.</summary>
    public T? Change(string key, Func<T, T?> change)
    {
        lock (_lock)
        {
            var changed = Find(key) is { } record ? change(record) : null;
            if (changed is not null)
            {
                Save(changed);
            }

            return changed;
        }
    }

    /// <summary>Removes and returns a record. Null if there is no such record.</summary>
    public T? Remove(string key)
    {
        lock (_lock)
        {
            File.Delete(PathOf(key));
            return _records.TryRemove(key, out var removed) ? removed : null;
        }
    }

    private void Save(T record)
    {
        var file = PathOf(keyOf(record));
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(record, EmulatorJson.Options));
        File.Move(file + ".new", file, overwrite: true);
        _records[keyOf(record)] = record;
    }

    // Keys come from clients; a hash of them is always a safe file name.
    private string PathOf(string key) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32] + ".json");
}
