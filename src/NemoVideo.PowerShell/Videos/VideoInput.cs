namespace NemoVideo.PowerShell;

/// <summary>What an input of New-NemoVideo bound. The properties are those of the parameters with the same names.</summary>
/// <param name="Item">The object in the pipeline; null for none.</param>
public sealed record VideoInput(PSObject? Item)
{
    internal int Number { get; init; }

    internal string[]? Message { get; init; }

    internal string[] Path { get; init; } = [];

    internal string[] LiteralPath { get; init; } = [];

    internal string OutputName { get; init; } = "";

    internal string Quality { get; init; } = "";

    internal string Resolution { get; init; } = "";

    internal double? FrameRate { get; init; }

    internal string Language { get; init; } = "";

    internal string Skill { get; init; } = "";

    /// <summary>The row of a CSV file; null if the input is something else.</summary>
    internal PSObject? Row => Item is not null && PipedObject.IsRow(Item) ? Item : null;

    /// <summary>What a plan was made for; null if the input isn't one.</summary>
    internal string? PlannedInput => PipedObject.TextOf(Item, nameof(NemoVideoPlan.PlannedInput));

    internal string? RowName => InputRow.NameOf(Item, Number);

    /// <summary>What the result needs of it, as it is now: a script can change or reuse the row meanwhile.</summary>
    internal JobSource ToSource(int order) => new(Row is { } row ? InputRow.Columns(row) : [], RowName, order);
}

/// <summary>Where a video comes from.</summary>
/// <param name="Columns">The columns of its row, which the result has, too; empty for another input.</param>
/// <param name="Name">The row or line with its number, such as <c>Row 3</c>; null for another input.</param>
/// <param name="Order">Its position among the videos in the order of the input, from 1.</param>
internal sealed record JobSource(IReadOnlyList<(string Name, object? Value)> Columns, string? Name, int Order)
{
    /// <summary>An output with the columns of the row that it doesn't have itself, without the secret parts of URLs.</summary>
    public PSObject AddColumns(object item, Func<string, bool> includes)
    {
        var output = new PSObject(item);
        foreach (var (name, value) in Columns.Where(column => output.Members[column.Name] is null && includes(column.Name)))
        {
            output.Properties.Add(new PSNoteProperty(name, value is string text ? UrlText.Hide(text) : value));
        }

        return output;
    }
}
