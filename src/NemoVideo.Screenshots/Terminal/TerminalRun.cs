namespace NemoVideo.Screenshots.Terminal;

/// <summary>Characters beside each other that look the same.</summary>
/// <param name="Start">Their first column.</param>
/// <param name="Columns">Their width in columns.</param>
/// <param name="Text">The characters.</param>
/// <param name="Style">How they look.</param>
/// <param name="IsShape">Whether they are drawn with shapes.</param>
internal sealed record TerminalRun(int Start, int Columns, string Text, CellStyle Style, bool IsShape)
{
    /// <summary>The runs of a line. A wide character is a run of its own, because only the runs are aligned.</summary>
    public static IReadOnlyList<TerminalRun> Of(IReadOnlyList<Cell> cells)
    {
        var runs = new List<TerminalRun>();
        for (var i = 0; i < cells.Count; i++)
        {
            var columns = i + 1 < cells.Count && cells[i + 1].Text.Length == 0 ? 2 : 1;
            TerminalRun run = new(i, columns, cells[i].Text, cells[i].Style, TerminalShape.IsShape(cells[i].Text));
            if (columns == 1 && runs.LastOrDefault() is { } last && last.Columns == last.Text.Length && last.Style == run.Style && last.IsShape == run.IsShape)
            {
                runs[^1] = last with { Columns = last.Columns + 1, Text = last.Text + run.Text };
            }
            else
            {
                runs.Add(run);
            }

            i += columns - 1;
        }

        return runs;
    }
}
