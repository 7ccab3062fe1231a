namespace NemoVideo.PowerShell.Formatting;

/// <summary>The time scale of a chart. Converts times to columns.</summary>
/// <param name="total">The duration of the timeline; zero if unknown.</param>
/// <param name="columns">The column of its end; its start is column 0.</param>
internal sealed class ChartScale(TimeSpan total, int columns)
{
    private const int MinDistance = 10;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000];

    public int Columns => columns;

    public int ColumnOf(TimeSpan time)
    {
        var part = total > TimeSpan.Zero ? (double)time.Ticks / total.Ticks : 0;
        return (int)Math.Round(Math.Min(Math.Max(part, 0), 1) * columns, MidpointRounding.AwayFromZero);
    }

    /// <summary>The scale as a line. Each label starts at its column; the last one ends there.</summary>
    public override string ToString()
    {
        var end = Label(total);
        var room = columns + 1 - end.Length;
        if (total <= TimeSpan.Zero || room < 0)
        {
            return "";
        }

        var line = "";
        foreach (var (at, label) in Marks().TakeWhile(mark => mark.At + mark.Label.Length < room))
        {
            line = line.PadRight(at) + label;
        }

        return line.PadRight(room) + end;
    }

    /// <summary>Round times, as many as fit.</summary>
    private IEnumerable<(int At, string Label)> Marks()
    {
        var step = Steps.FirstOrDefault(seconds => seconds / total.TotalSeconds * columns >= MinDistance);
        for (var seconds = 0.0; seconds < total.TotalSeconds; seconds += step)
        {
            var time = TimeSpan.FromSeconds(seconds);
            yield return (ColumnOf(time), Label(time));
            if (step == 0)
            {
                break;
            }
        }
    }

    private string Label(TimeSpan time) => total < TimeSpan.FromMinutes(1) ? TimelineSummary.Seconds(time) + "s"
        : total < TimeSpan.FromHours(1) ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : ((long)time.TotalHours).ToString(CultureInfo.InvariantCulture) + time.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture);
}
