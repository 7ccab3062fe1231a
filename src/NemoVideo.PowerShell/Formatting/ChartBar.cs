namespace NemoVideo.PowerShell.Formatting;

/// <summary>One line of bars: columns from the start of the timeline to its end.</summary>
internal sealed class ChartBar(ChartScale scale)
{
    // Two spaces around a name and two columns of bar. With fewer columns around its name, a bar wouldn't be recognizable.
    private const int AroundName = 4;

    private readonly string[] _columns = [.. Enumerable.Repeat(" ", scale.Columns + 1)];

    /// <summary>Draws a segment between two borders, which neighbors share, with its name in the middle.</summary>
    public void Draw(TimeSpan start, TimeSpan end, string name, char fill)
    {
        var (first, last) = (scale.ColumnOf(start), scale.ColumnOf(end));
        for (var i = first + 1; i < last; i++)
        {
            _columns[i] = fill.ToString();
        }

        _columns[first] = _columns[last] = "|";
        var room = last - first - 1;
        var shown = room < 1 ? "" : ChartText.WidthOf(name) > room ? ChartText.Cut(name, room - AroundName) : name;
        if (shown.Length == 0)
        {
            return;
        }

        // A name that barely fits replaces the bar.
        var rest = room - ChartText.WidthOf(shown);
        var text = rest < AroundName ? new string(' ', rest / 2) + shown + new string(' ', rest - (rest / 2)) : $" {shown} ";
        var at = first + 1 + ((room - ChartText.WidthOf(text)) / 2);
        foreach (var column in ChartText.Columns(text))
        {
            _columns[at++] = column;
        }
    }

    public override string ToString() => string.Concat(_columns);
}
