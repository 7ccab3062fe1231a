namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of exports: one line for all, and below it a line for each of the first pending exports.</summary>
internal sealed class ExportProgress : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly PSCmdlet _cmdlet;
    private readonly Func<IReadOnlyCollection<ExportWait>> _waits;
    private readonly Func<int> _finished;
    private readonly ProgressLine _all;
    private readonly Dictionary<ExportWait, ProgressLine> _lines = [];

    /// <param name="cmdlet">The cmdlet that shows the lines.</param>
    /// <param name="waits">The pending exports.</param>
    /// <param name="finished">The number of finished exports.</param>
    public ExportProgress(PSCmdlet cmdlet, Func<IReadOnlyCollection<ExportWait>> waits, Func<int> finished)
    {
        _cmdlet = cmdlet;
        _waits = waits;
        _finished = finished;
        _all = new ProgressLine(cmdlet, "Exporting", "Waiting", Report);
    }

    public void Show()
    {
        _all.Show();
        var shown = _waits().Take(MaxLines).ToList();
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
                    _cmdlet, "Export", wait.Status, shownLine => shownLine.Report(wait.Status, (int)wait.Percent), _all);
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

    private void Report(ProgressLine line)
    {
        var waits = _waits();
        var finished = _finished();
        var count = finished + waits.Count;
        var percent = ((finished * 100) + waits.Sum(static wait => wait.Percent)) / Math.Max(1, count);
        line.Report($"{finished} of {count} finished", (int)percent);
    }
}
