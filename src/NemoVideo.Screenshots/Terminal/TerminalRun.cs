namespace NemoVideo.Screenshots.Terminal;

/// <summary>Characters beside each other that look the same.</summary>
/// <param name="Start">Their first column.</param>
/// <param name="Columns">Their width in columns.</param>
/// <param name="Text">The characters.</param>
/// <param name="Style">How they look.</param>
/// <param name="IsWide">Whether it is one character that is two columns wide.</param>
/// <param name="IsShape">Whether they are drawn with shapes.</param>
internal sealed record TerminalRun(int Start, int Columns, string Text, CellStyle Style, bool IsWide, bool IsShape)
{
    /// <summary>The runs of a line. A wide character is a run of its own, because only the runs are aligned.</summary>
    public static IReadOnlyList<TerminalRun> Of(IReadOnlyList<Cell> cells)
    {
        var runs = new List<TerminalRun>();
        for (var i = 0; i < cells.Count; i++)
        {
            var isWide = i + 1 < cells.Count && cells[i + 1].Text.Length == 0;
            TerminalRun run = new(i, isWide ? 2 : 1, cells[i].Text, cells[i].Style, isWide, TerminalShape.IsShape(cells[i].Text));
            if (!isWide && runs.LastOrDefault() is { IsWide: false } last && last.Style == run.Style && last.IsShape == run.IsShape)
            {
                runs[^1] = last with { Columns = last.Columns + 1, Text = last.Text + run.Text };
            }
            else
            {
                runs.Add(run);
            }

            i += isWide ? 1 : 0;
        }

        return runs;
    }
}
