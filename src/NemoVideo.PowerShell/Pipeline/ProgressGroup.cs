namespace NemoVideo.PowerShell;

/// <summary>One line for all items, and below it a line for each of the first running ones, until it is disposed.</summary>
/// <param name="output">The writer of the command.</param>
/// <param name="activity">The activity of the line for all, such as "Uploading", and that of an item, such as "File".</param>
/// <param name="readAll">Reads the status of all.</param>
/// <param name="running">Reads the running items, in order.</param>
/// <param name="read">Reads the status of an item.</param>
internal sealed class ProgressGroup<T>(
    PipelineWriter output, (string All, string One) activity, Func<(string? Status, int Percent)> readAll, Func<IEnumerable<T>> running,
    Func<T, (string? Status, int Percent)> read)
    : IProgressDisplay, IDisposable
    where T : class
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly ProgressLine _all = new(output, activity.All, readAll);
    private readonly Dictionary<T, ProgressLine> _lines = [];

    public void Show()
    {
        _all.Show();
        var shown = running().Take(MaxLines).ToList();
        _lines.Keys.Except(shown).ToList().ForEach(End);
        foreach (var item in shown)
        {
            if (!_lines.TryGetValue(item, out var line))
            {
                _lines[item] = line = new ProgressLine(output, activity.One, () => read(item), _all);
            }

            line.Show();
        }
    }

    public void Dispose()
    {
        output.Display.Hide(this);
        _lines.Keys.ToList().ForEach(End);
        _all.Dispose();
    }

    private void End(T item)
    {
        _lines[item].Dispose();
        _lines.Remove(item);
    }
}
