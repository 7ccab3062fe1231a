using System.Management.Automation;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of exports: a line for all of them, and under it one for each of the first that are not finished.</summary>
internal sealed class ExportProgress : IProgressDisplay, IDisposable
{
    /// <summary>More would push everything else off the screen.</summary>
    private const int MostLines = 5;

    private readonly PSCmdlet _cmdlet;
    private readonly Func<IReadOnlyCollection<ExportWait>> _waits;
    private readonly Func<int> _finished;
    private readonly ProgressLine _all;
    private readonly Dictionary<ExportWait, ProgressLine> _lines = [];

    /// <param name="cmdlet">The cmdlet that shows it.</param>
    /// <param name="waits">The exports that are still waited for.</param>
    /// <param name="finished">How many are not waited for any more.</param>
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
        var shown = _waits().Take(MostLines).ToList();
        foreach (var over in _lines.Keys.Except(shown).ToList())
        {
            _lines[over].Dispose();
            _lines.Remove(over);
        }

        foreach (var wait in shown)
        {
            if (!_lines.TryGetValue(wait, out var line))
            {
                _lines[wait] = line = new ProgressLine(_cmdlet, "Export", wait.Status, one => one.Report(wait.Status, (int)wait.Percent), _all);
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
