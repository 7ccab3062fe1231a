namespace NemoVideo.PowerShell.Output;

/// <summary>Where a video comes from.</summary>
/// <param name="Columns">The columns of its row, which the result has, too; empty for another input.</param>
/// <param name="Name">The row or line with its number, such as <c>Row 3</c>; null for another input.</param>
internal sealed record JobSource(IReadOnlyList<(string Name, object? Value)> Columns, string? Name);
