using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Collects the fields that changed and that nothing here reads: they are told by their place, in one change.</summary>
internal sealed class UnreadChanges
{
    private const int MostPaths = 5;
    private readonly List<string> _paths = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    public TimelineChange ToChange() => new(TimelineChangeKind.Other, null, null, Describe(), null, null);

    public void Add(string path)
    {
        if (_count++ < MostPaths)
        {
            _paths.Add(ControlCharacters.OneLine(path));
        }
    }

    /// <summary>Adds the fields of two objects that differ, but for those that are read.</summary>
    public void Compare(JsonElement? before, JsonElement? after, string place, params string[] read)
    {
        if (before is not { ValueKind: JsonValueKind.Object } one || after is not { ValueKind: JsonValueKind.Object } other)
        {
            return;
        }

        try
        {
            var (fieldsBefore, fieldsAfter) = (Fields(one, read), Fields(other, read));
            foreach (var name in fieldsBefore.Keys.Union(fieldsAfter.Keys))
            {
                if (!JsonComparison.AreEqual(Find(fieldsBefore, name), Find(fieldsAfter, name)))
                {
                    Add(place + name);
                }
            }
        }
        catch (InvalidOperationException)
        {
            // The name of a field has half a character in it: what is in this object cannot be told apart.
            if (!JsonComparison.AreEqual(one, other))
            {
                Add(place.Length == 0 ? "state" : place.TrimEnd('.'));
            }
        }
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement holder, string[] read)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (var field in holder.EnumerateObject())
        {
            // Of a name that comes twice the last counts, as everywhere.
            fields[field.Name] = field.Value;
        }

        foreach (var name in read)
        {
            fields.Remove(name);
        }

        return fields;
    }

    private static JsonElement? Find(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out var value) ? value : null;

    private string Describe() => string.Join(", ", _paths) + (_count > MostPaths ? $" and {_count - MostPaths} more" : "");
}
