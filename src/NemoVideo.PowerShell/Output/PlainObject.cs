using System.Management.Automation;
using System.Text.Json;
using NemoVideo.Client.Errors;

namespace NemoVideo.PowerShell.Output;

/// <summary>Turns JSON into plain objects, since a JsonElement shows itself as <c>{"ValueKind":1}</c>.</summary>
internal static class PlainObject
{
    /// <summary>The JSON itself, each value as it came; characters that a terminal would obey stand in it as escapes.</summary>
    public static string? JsonOf(JsonElement? element) => element is { } value ? ControlCharacters.Escape(value.GetRawText()) : null;

    public static object? From(JsonElement? element) => element is { } value ? From(value) : null;

    private static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FromObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.String => TextOf(element),
        JsonValueKind.Number => FromNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject FromObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            // PowerShell knows no empty names and no two that differ by case; the JSON text beside this keeps them.
            if (NameOf(property) is { Length: > 0 } name && result.Properties[name] is null)
            {
                result.Properties.Add(new PSNoteProperty(name, From(property.Value)));
            }
        }

        return result;
    }

    /// <summary>A text; as it stands in the JSON where half of a surrogate pair in it makes it no text.</summary>
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

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return ControlCharacters.OneLine(property.Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static object FromNumber(JsonElement element) =>
        element.TryGetInt64(out var whole) ? whole

        // As a decimal it would come out of ConvertTo-Json as 18446744073709551615.0, which is read back as another number.
        : element.TryGetUInt64(out var large) ? large
        : element.TryGetDecimal(out var exact) ? exact
        : element.TryGetDouble(out var real) ? real
        : element.GetRawText();
}
