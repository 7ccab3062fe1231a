namespace NemoVideo.Client.Timeline;

/// <summary>One line of bars: columns from the beginning of the timeline to its end.</summary>
/// <param name="scale">Where times stand.</param>
internal sealed class ChartBar(ChartScale scale)
{
    /// <summary>The spaces beside a name, and two columns of bar: less than this around a name is no bar any more.</summary>
    private const int AroundName = 4;

    private readonly string[] _columns = [.. Enumerable.Repeat(" ", scale.Columns + 1)];

    /// <summary>Draws a segment between two borders, which it shares with its neighbours, and its name in its middle.</summary>
    public void Draw(TimeSpan start, TimeSpan end, string name, char fill)
    {
        var (first, last) = (scale.ColumnOf(start), scale.ColumnOf(end));
        for (var i = first + 1; i < last; i++)
        {
            _columns[i] = fill.ToString();
        }

        _columns[first] = _columns[last] = "|";
        var room = last - first - 1;
        var shown = ChartText.WidthOf(name) > room ? ChartText.Cut(name, room - AroundName) : name;
        if (shown.Length == 0)
        {
            return;
        }

        // Where a name just fits, it is worth more than the bar around it.
        var rest = room - ChartText.WidthOf(shown);
        var text = rest < AroundName ? new string(' ', rest / 2) + shown + new string(' ', rest - (rest / 2)) : $" {shown} ";
        var at = first + 1 + ((room - ChartText.WidthOf(text)) / 2);
        foreach (var column in ChartText.Columns(text))
        {
            _columns[at++] = column;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(_columns);
}
