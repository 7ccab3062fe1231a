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

    internal string? RowName => InputRow.NameOf(Item, Number);

    /// <summary>The columns of its row, which the result has, too; empty for another input.</summary>
    internal IReadOnlyList<(string Name, object? Value)> Columns => Row is { } row ? InputRow.Columns(row) : [];
}
