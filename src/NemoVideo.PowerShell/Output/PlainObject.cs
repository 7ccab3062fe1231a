using System.Collections.ObjectModel;
using System.Text.Json;

namespace NemoVideo.PowerShell.Output;

/// <summary>Converts JSON to plain objects, because PowerShell shows a JsonElement as <c>{"ValueKind":1}</c>.</summary>
internal static class PlainObject
{
    // Members of PowerShell, and names that would bind to the parameters for local files: the service must not choose what is uploaded.
    private static readonly HashSet<string> Reserved = new(
        ["PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames", "Path", "LiteralPath", "FullName", "PSPath", "LP"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The items of an array, or another value as the only item; none for null. An item that isn't an object becomes one with a Value
    /// property, because a plain text would bind to a parameter for local files. An item that is null is omitted.
    /// </summary>
    /// <exception cref="MethodException">The element contains too many values.</exception>
    public static IEnumerable<object> ItemsOf(JsonElement? element)
    {
        var conversion = new Conversion();
        return element switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(item => ToItem(item, conversion)).OfType<object>(),
            { } value => ToItem(value, conversion) is { } item ? [item] : [],
        };
    }

    /// <summary>An object, a list, a text, a number or a Boolean; null for none.</summary>
    /// <exception cref="MethodException">The element contains too many values.</exception>
    public static object? From(JsonElement? element) => element is { } value ? From(value, new Conversion()) : null;

    private static object? From(JsonElement element, Conversion conversion)
    {
        conversion.Count();
        return element.ValueKind switch
        {
            JsonValueKind.Object => FromObject(element, conversion),
            JsonValueKind.Array => new JsonArray(element, element.EnumerateArray().Select(item => From(item, conversion))),
            JsonValueKind.String => TextOf(element),
            JsonValueKind.Number => FromNumber(element),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    private static object? ToItem(JsonElement element, Conversion conversion)
    {
        var item = From(element, conversion);
        if (item is null or JsonObject)
        {
            return item;
        }

        var result = new JsonObject(element);
        result.Properties.Add(new PSNoteProperty("Value", item));
        return result;
    }

    private static JsonObject FromObject(JsonElement element, Conversion conversion)
    {
        var result = new JsonObject(element);
        foreach (var property in element.EnumerateObject())
        {
            // PowerShell doesn't support empty names or names that differ only by case. The JSON text has all names.
            if (ControlCharacters.OneLine(property.Name) is { Length: > 0 } name
                && !Reserved.Contains(name) && result.Properties[name] is null)
            {
                result.Properties.Add(new PSNoteProperty(name, From(property.Value, conversion)));
            }
        }

        return result;
    }

    /// <summary>A string, or its JSON text if it contains half of a surrogate pair.</summary>
    private static string TextOf(JsonElement element)
    {
        try
        {
            return ControlCharacters.Remove(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return ControlCharacters.Remove(element.GetRawText());
        }
    }

    private static object FromNumber(JsonElement element) =>
        element.TryGetInt64(out var whole) ? whole

        // ConvertTo-Json would write a decimal as 18446744073709551615.0, which is read back as another number.
        : element.TryGetUInt64(out var large) ? large
        : element.TryGetDecimal(out var exact) ? exact
        : element.TryGetDouble(out var real) ? real
        : element.GetRawText();
}

/// <summary>
/// What is shared by the values of one conversion. It limits their number, because objects use up to a hundred times the memory of their
/// JSON text.
/// </summary>
/// <remarks>PowerShell ignores other exceptions of a property and returns null, which would look like a missing draft.</remarks>
internal sealed class Conversion
{
    private const int MaxValues = 100_000;

    private int _count;

    public void Count()
    {
        if (++_count > MaxValues)
        {
            throw new MethodException($"There are more than {MaxValues} values, so they were not converted to objects.");
        }
    }
}

/// <summary>A plain object whose text is its JSON. The text of other objects contains the type names of the lists in it.</summary>
internal sealed class JsonObject(JsonElement element) : PSObject
{
    public override string ToString() => ControlCharacters.Escape(element.GetRawText());
}

/// <summary>A read-only list of plain objects whose text is its JSON.</summary>
internal sealed class JsonArray(JsonElement element, IEnumerable<object?> items) : ReadOnlyCollection<object?>([.. items])
{
    public override string ToString() => ControlCharacters.Escape(element.GetRawText());
}

/// <summary>Converts JSON to plain objects on first use, because most are never read.</summary>
/// <param name="element">The JSON; null for none.</param>
/// <param name="jsonProperty">The name of the property that contains the JSON text.</param>
internal sealed class LazyPlainObject(JsonElement? element, string jsonProperty)
{
    private readonly Lazy<object?> _value = new(() => Convert(element, jsonProperty));

    /// <exception cref="MethodException">There are too many values.</exception>
    public object? Value => _value.Value;

    /// <summary>The JSON text with unchanged values. Terminal control characters are escaped.</summary>
    public string? Json => element is { } value ? ControlCharacters.Escape(value.GetRawText()) : null;

    private static object? Convert(JsonElement? element, string jsonProperty)
    {
        try
        {
            return PlainObject.From(element);
        }
        catch (MethodException exception)
        {
            throw new MethodException($"{exception.Message} Use the {jsonProperty} property instead.", exception);
        }
    }
}
