using System.Text.Json;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// JSON as plain objects once somebody looks at them: they take up to a hundred times the memory of the text, and most of it
/// flows past unread.
/// </summary>
internal sealed class LazyPlainObject(JsonElement? element)
{
    private readonly Lazy<object?> _value = new(() => PlainObject.From(element));

    public object? Value => _value.Value;
}
