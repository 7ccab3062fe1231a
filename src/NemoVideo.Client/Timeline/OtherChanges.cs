namespace NemoVideo.Client.Timeline;

/// <summary>Collects the paths of changed fields that the client doesn't interpret. Together, they are one change.</summary>
internal sealed class OtherChanges
{
    private const int MaxPaths = 5;
    private readonly List<string> _paths = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    public TimelineChange ToChange()
    {
        var rest = _count > MaxPaths ? $" and {_count - MaxPaths} more" : "";
        return new TimelineChange(TimelineChangeKind.Other, null, null, string.Join(", ", _paths) + rest, null, null);
    }

    public void Add(string path)
    {
        if (_count++ < MaxPaths)
        {
            _paths.Add(DraftReader.Limit(ControlCharacters.OneLine(path)));
        }
    }

    /// <summary>
    /// Adds the fields that differ between two objects, except the known ones. For duplicate names, the last field is used.
    /// </summary>
    public void Compare(JsonElement? before, JsonElement? after, string path, params string[] known)
    {
        if (before is not { ValueKind: JsonValueKind.Object } one || after is not { ValueKind: JsonValueKind.Object } other)
        {
            return;
        }

        var (fieldsBefore, fieldsAfter) = (Fields(one), Fields(other));
        fieldsBefore.Concat(fieldsAfter).Select(static field => field.Key).Except(known)
            .Where(name => !JsonComparison.AreEqual(fieldsBefore[name].LastOrDefault(), fieldsAfter[name].LastOrDefault()))
            .ToList().ForEach(name => Add(path + name));
    }

    private static ILookup<string, JsonElement?> Fields(JsonElement element) =>
        element.EnumerateObject().ToLookup(static field => field.Name, static field => (JsonElement?)field.Value);
}
