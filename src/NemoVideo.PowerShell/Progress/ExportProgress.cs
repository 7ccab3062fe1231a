namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of exports: one line for all, and below it a line for each of the first pending exports.</summary>
internal sealed class ExportProgress(PSCmdlet cmdlet, Func<IReadOnlyCollection<ExportWait>> waits, Func<int> finished)
    : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly ProgressLine _all = new(cmdlet, "Exporting", "Waiting", line => Report(line, waits(), finished()));
    private readonly Dictionary<ExportWait, ProgressLine> _lines = [];

    public void Show()
    {
        _all.Show();
        var shown = waits().Take(MaxLines).ToList();
        foreach (var ended in _lines.Keys.Except(shown).ToList())
        {
            _lines[ended].Dispose();
            _lines.Remove(ended);
        }

        foreach (var wait in shown)
        {
            if (!_lines.TryGetValue(wait, out var line))
            {
                _lines[wait] = line = new ProgressLine(
                    cmdlet, "Export", wait.Status, shownLine => shownLine.Report(wait.Status, (int)wait.Percent), _all);
            }

            line.Show();
        }
    }

    public void Dispose()
    {
        foreach (var line in _lines.Values)
        {
            line.Dispose();
        }

        _lines.Clear();
        _all.Dispose();
    }

    private static void Report(ProgressLine line, IReadOnlyCollection<ExportWait> waits, int finished)
    {
        var count = finished + waits.Count;
        var percent = ((finished * 100) + waits.Sum(static wait => wait.Percent)) / Math.Max(1, count);
        line.Report($"{finished} of {count} finished", (int)percent);
    }
}
