using System.Collections.ObjectModel;
using System.Text.Json;

namespace NemoVideo.PowerShell.Output;

/// <summary>Converts JSON to plain objects, because PowerShell shows a JsonElement as <c>{"ValueKind":1}</c>.</summary>
internal static class PlainObject
{
    /// <summary>An object, a list, a text, a number or a Boolean; null for none.</summary>
    public static object? From(JsonElement? element) => element is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value),
        JsonValueKind.Array => new JsonArray(value),
        JsonValueKind.String => ControlCharacters.Remove(value.GetString()!),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole
            : value.TryGetUInt64(out var large) ? large
            : value.TryGetDecimal(out var exact) ? exact : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The JSON text with unchanged values. Terminal control characters are escaped. Null for none.</summary>
    public static string? ToJson(JsonElement? element) => element is { } value ? ControlCharacters.Escape(value.GetRawText()) : null;
}

/// <summary>A plain object whose text is its JSON. The text of other objects contains the type names of the lists in it.</summary>
internal sealed class JsonObject : PSObject
{
    private readonly JsonElement _element;

    public JsonObject(JsonElement element)
    {
        _element = element;
        foreach (var property in element.EnumerateObject())
        {
            // PowerShell doesn't support empty names or names that differ only by case. The JSON text has all names.
            if (ControlCharacters.OneLine(property.Name) is { Length: > 0 } name && Properties[name] is null)
            {
                Properties.Add(new PSNoteProperty(name, PlainObject.From(property.Value)));
            }
        }
    }

    public override string ToString() => PlainObject.ToJson(_element)!;
}

/// <summary>A read-only list of plain objects whose text is its JSON.</summary>
internal sealed class JsonArray(JsonElement element)
    : ReadOnlyCollection<object?>([.. element.EnumerateArray().Select(static item => PlainObject.From(item))])
{
    public override string ToString() => PlainObject.ToJson(element)!;
}
