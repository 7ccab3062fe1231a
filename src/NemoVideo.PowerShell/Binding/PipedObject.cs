using System.Globalization;
using System.Management.Automation;
using NemoVideo.Client.Protocol;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Tells what came down the pipeline, live or not: an object that was exported and imported, or cut by Select-Object, keeps
/// its kind only in its type names.
/// </summary>
internal static class PipedObject
{
    private static readonly string[] Prefixes = ["Deserialized.", "Selected."];

    /// <summary>Whether it is an event of an edit, the result included.</summary>
    public static bool IsEvent(PSObject input) =>
        IsOf(input, static type => type == typeof(NemoEvent).FullName || (IsOutput(type) && type.EndsWith("Event", StringComparison.Ordinal)))
        || IsResult(input);

    /// <summary>Whether it is the result of an edit that succeeded.</summary>
    public static bool IsSucceededResult(PSObject input) =>
        IsResult(input)
        && LanguagePrimitives.TryConvertTo<EditStatus>(Read(input, "Status"), out var status)
        && status == EditStatus.Succeeded;

    /// <summary>Whether it is the result of an edit.</summary>
    public static bool IsResult(PSObject input) => IsOf(input, static type => type == typeof(NemoEditResult).FullName);

    /// <summary>Whether it is an export.</summary>
    public static bool IsExport(PSObject input) => IsOf(input, static type => type == typeof(NemoExport).FullName);

    /// <summary>Whether its session was made for one file alone.</summary>
    public static bool OwnsSession(PSObject? input) => Read(input, "OwnsSession") is true;

    /// <summary>The export's id in a text, an export, or an object of no type with an Id or ExportId; null where there is none.</summary>
    public static string? ExportIdOf(PSObject? input)
    {
        var value = Unwrap(input);
        if (value is null or string)
        {
            return IdText(value);
        }

        var source = PSObject.AsPSObject(value);
        if (source.BaseObject is not (NemoExport or PSCustomObject))
        {
            return null;
        }

        // The Id of another object of ours, such as a tool call that came back from a file, is none of an export.
        var isOther = IsOf(source, IsOutput) && !IsExport(source);
        return IdText(Read(source, "ExportId")) ?? (isOther ? null : IdText(Read(source, "Id")));
    }

    /// <summary>A property as text; null where it is missing or empty.</summary>
    public static string? TextOf(PSObject? input, string property) => IdText(Read(input, property));

    /// <summary>A text or a number as an id; null where it is neither, or empty.</summary>
    public static string? IdText(object? value) => Unwrap(value) switch
    {
        string { Length: > 0 } text => text,
        IFormattable number and (int or long or uint or ulong or decimal or double) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The value of a property; null where it is missing, or is a script or a getter that fails.</summary>
    public static object? Read(PSObject? input, string property)
    {
        try
        {
            return input?.Properties[property]?.Value;
        }
        catch (ExtendedTypeSystemException)
        {
            return null;
        }
    }

    public static object? Unwrap(object? input) =>
        input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;

    private static bool IsOutput(string type) => type.StartsWith(typeof(NemoEvent).Namespace!, StringComparison.Ordinal);

    private static bool IsOf(PSObject input, Func<string, bool> matches) => input.TypeNames.Any(name => matches(WithoutPrefixes(name)));

    private static string WithoutPrefixes(string name)
    {
        while (Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
        {
            name = name.Substring(prefix.Length);
        }

        return name;
    }
}
