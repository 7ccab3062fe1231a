using System.Data;

namespace NemoVideo.PowerShell;

/// <summary>The columns of a row as people make them: blank cells and those of a database are empty.</summary>
internal static class InputRow
{
    private const string Separators = ";\t|,";

    /// <summary>The columns of a CSV or JSON object, or of a row of a database.</summary>
    public static IReadOnlyList<(string Name, object? Value)> Columns(PSObject row) => row.BaseObject switch
    {
        DataRow data => [.. data.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, Read(data[column])))],
        DataRowView view => Columns(PSObject.AsPSObject(view.Row)),
        _ => [.. row.Properties.Select(static property => (property.Name, Read(property.Value)))],
    };

    /// <summary>Whether a line is blank, or a row has no value (PSExcel 35).</summary>
    public static bool IsEmpty(object? input) => PipedObject.Unwrap(input) switch
    {
        string text => string.IsNullOrWhiteSpace(text),
        var other => other is not null && PSObject.AsPSObject(other) is var row && PipedObject.IsRow(row)
            && Columns(row).All(static column => column.Value is null),
    };

    /// <summary>The input with its number from 1, without a header: a row, or a line of a file; null for another.</summary>
    public static string? NameOf(PSObject? input, int number) => input is null ? null
        : PipedObject.IsRow(input) && !PipedObject.IsOfFile(input) ? $"Row {number}"
        : input.BaseObject is string && input.Properties["ReadCount"]?.Value is long line ? $"Line {line}" : null;

    /// <summary>A column that nearly has the name of a missing one, with this name; null for none.</summary>
    public static (string Column, string Name)? FindMisspelled(PSObject row, IReadOnlyCollection<string> names)
    {
        var columns = Columns(row).Select(static column => column.Name).ToList();
        var missing = names.Where(name => !columns.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        var found =
            from column in columns.Where(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase))
            from name in missing
            where IsNear(Letters(column), Letters(name))
            select ((string, string)?)(column, name);
        return found.FirstOrDefault();
    }

    /// <summary>The delimiter of a table that was read with another one: it is in the name of a column. Null for none.</summary>
    public static char? FindDelimiter(PSObject row) =>
        Columns(row).SelectMany(static column => Separators.Where(column.Name.Contains))
            .Select(static found => (char?)found).FirstOrDefault();

    /// <summary>A blank cell is null, like one without a value in a database.</summary>
    private static object? Read(object? value) => PipedObject.Unwrap(value) switch
    {
        string text when string.IsNullOrWhiteSpace(text) => null,
        object?[] items when items.All(static item => Read(item) is null) => null,
        var cell => cell,
    };

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    /// <summary>
    /// Whether a letter is missing, added or swapped with the next one, or in a long name wrong: a column can be called Still.
    /// </summary>
    private static bool IsNear(string one, string other) => Shortened(one).Intersect(Shortened(other)).Any()
        && (one.Length != other.Length || one.Length > 5
            || one.OrderBy(static letter => letter).SequenceEqual(other.OrderBy(static letter => letter)));

    private static IEnumerable<string> Shortened(string text) =>
        Enumerable.Range(0, text.Length).Select(index => text.Remove(index, 1)).Append(text);
}
