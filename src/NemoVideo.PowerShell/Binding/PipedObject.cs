namespace NemoVideo.PowerShell;

/// <summary>Detects the kind of an input, from the type names because of deserialized objects and those of Select-Object.</summary>
internal static class PipedObject
{
    /// <summary>The namespace of the types of all output objects.</summary>
    private const string Output = "NemoVideo.PowerShell.Output.";

    private static readonly Regex Prefixes = new(@"^(Deserialized\.|Selected\.)+", RegexOptions.CultureInvariant);

    /// <summary>The properties that all events have.</summary>
    private static readonly string[] EventNames = ["SessionId", "Kind", "Sequence"];

    /// <summary>Whether the input is an event of an edit, including the result.</summary>
    public static bool IsEvent(PSObject input) =>
        IsOf(input, static type => IsOutput(type) && type.EndsWith("Event", StringComparison.Ordinal)) || IsResult(input);

    /// <summary>Whether the input is a row of a CSV or JSON file with an event of an edit, which has lost its type.</summary>
    public static bool IsRowOfEvent(PSObject input) =>
        IsRow(input) && EventNames.All(name => input.Properties[name] is not null);

    /// <summary>How an edit ended; null if the input isn't the result of an edit.</summary>
    public static EditStatus? StatusOf(PSObject input) =>
        IsResult(input) && LanguagePrimitives.TryConvertTo<EditStatus>(Read(input, "Status"), out var status) ? status : null;

    public static bool IsResult(PSObject input) => IsOf(input, static type => type == Output + "NemoEditResult");

    public static bool IsState(PSObject input) => IsOf(input, static type => type == Output + "NemoState");

    public static bool IsEventOrState(object input) => IsState(PSObject.AsPSObject(input)) || IsEvent(PSObject.AsPSObject(input));

    public static bool IsVideoResult(PSObject input) => IsOf(input, static type => type == Output + "NemoVideoResult");

    public static bool OwnsSession(PSObject? input) => Read(input, "OwnsSession") is true;

    /// <summary>The export ID in a string, an export, or a custom object with an Id or ExportId property; null for none.</summary>
    public static string? ExportIdOf(PSObject? input)
    {
        var value = Unwrap(input);
        if (value is null or string)
        {
            return IdText(value);
        }

        var source = PSObject.AsPSObject(value);
        var isExport = IsOf(source, static type => type == Output + "NemoExport");
        if (source.BaseObject is not PSCustomObject && !isExport)
        {
            return null;
        }

        // The Id of another output object, such as a deserialized tool call, is not an export ID.
        return IdText(Read(source, "ExportId")) ?? (!isExport && IsOf(source, IsOutput) ? null : IdText(Read(source, "Id")));
    }

    /// <summary>The path of an upload, or its name if it was uploaded from a URL; null for any other input.</summary>
    public static string? UploadPathOf(object? input) => input is not null && PSObject.AsPSObject(input) is var item
        && IsOf(item, static type => type == Output + "NemoUpload") ? TextOf(item, "Path") ?? TextOf(item, "Name") : null;

    /// <summary>The session ID in a string, a number, or an object with a SessionId property; null for none.</summary>
    public static string? SessionIdOf(object? input)
    {
        var value = Unwrap(input);
        return IdText(value) ?? (value is null ? null : TextOf(PSObject.AsPSObject(value), "SessionId"));
    }

    /// <summary>A property as text; null if it is missing or empty.</summary>
    public static string? TextOf(PSObject? input, string property) => IdText(Read(input, property));

    /// <summary>Whether a property is neither missing nor blank.</summary>
    public static bool HasValue(PSObject input, string property) =>
        InputRow.Columns(input).Any(column => column.Name.Equals(property, StringComparison.OrdinalIgnoreCase) && column.Value is not null);

    /// <summary>
    /// Whether the input is a row of a CSV file or of a database, or a similar object. An output of this module is none, except a plan.
    /// </summary>
    public static bool IsRow(PSObject input) => IsOf(input, static type => type == Output + "NemoVideoPlan")
        || (input.BaseObject is PSCustomObject or System.Data.DataRow or System.Data.DataRowView && !IsOf(input, IsOutput));

    /// <summary>Whether the input has properties of a file, as from Select-Object, or is a deserialized file.</summary>
    public static bool IsOfFile(PSObject input) => IsOf(input, static type => type == typeof(FileInfo).FullName);

    /// <summary>
    /// The local file that the session of an input was created for, or the file that is the input itself; null if it is unknown.
    /// </summary>
    public static string? SourcePathOf(object? input) => Unwrap(input) switch
    {
        null => null,
        string text => text.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(text) && File.Exists(text) ? text : null,
        var other => TextOf(PSObject.AsPSObject(other), "SourcePath"),
    };

    private static string? IdText(object? value) => Unwrap(value) switch
    {
        string { Length: > 0 } text => text,
        IFormattable number and (int or long or uint or ulong or decimal or double) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The value of a property; null if it is missing.</summary>
    private static object? Read(PSObject? input, string property) => input?.Properties[property]?.Value;

    /// <summary>The object without its wrapper; null for the missing value of a database.</summary>
    public static object? Unwrap(object? input) =>
        (input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input) is not DBNull and var value
            ? value : null;

    private static bool IsOutput(string type) => type.StartsWith(Output, StringComparison.Ordinal);

    private static bool IsOf(PSObject input, Func<string, bool> matches) =>
        input.TypeNames.Any(name => matches(Prefixes.Replace(name, "")));
}
