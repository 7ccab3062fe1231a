namespace NemoVideo.Screenshots.Terminal;

/// <summary>Characters beside each other that look the same.</summary>
/// <param name="Start">Their first column.</param>
/// <param name="Text">The characters.</param>
/// <param name="Style">How they look.</param>
/// <param name="IsShape">Whether they are drawn with shapes.</param>
internal sealed record TerminalRun(int Start, string Text, CellStyle Style, bool IsShape)
{
    /// <summary>The runs of a line.</summary>
    public static IReadOnlyList<TerminalRun> Of(IReadOnlyList<Cell> cells)
    {
        var runs = new List<TerminalRun>();
        foreach (var (i, cell) in cells.Index())
        {
            TerminalRun run = new(i, cell.Text, cell.Style, TerminalShape.IsShape(cell.Text));
            if (runs.LastOrDefault() is { } last && last.Style == run.Style && last.IsShape == run.IsShape)
            {
                runs[^1] = last with { Text = last.Text + run.Text };
            }
            else
            {
                runs.Add(run);
            }
        }

        return runs;
    }
}
