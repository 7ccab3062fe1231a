namespace NemoVideo.Emulator.State;

/// <summary>Records in memory and on disk, one file each. Callers synchronize changes of the same key.</summary>
internal sealed class JsonFolder<T>(string folder, Func<T, string> keyOf)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _records = new(
        Directory.EnumerateFiles(folder, "*.json")
            .Select(file => JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), EmulatorJson.Options)!)
            .ToDictionary(keyOf));

    private readonly string _folder = folder;
    private readonly Func<T, string> _keyOf = keyOf;

    // ConcurrentDictionary.Values would copy all records on each call.
    public IEnumerable<T> All => _records.Select(static record => record.Value);

    public T? Find(string key) => _records.GetValueOrDefault(key);

    public void Remove(string key)
    {
        _records.TryRemove(key, out _);
        File.Delete(PathOf(key));
    }

    public void Save(T record)
    {
        var file = PathOf(_keyOf(record));
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(record, EmulatorJson.Options));
        File.Move(file + ".new", file, overwrite: true);
        _records[_keyOf(record)] = record;
    }

    // Keys come from clients; a hash of them is always a safe file name.
    private string PathOf(string key) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32] + ".json");
}
