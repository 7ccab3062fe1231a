namespace NemoVideo.Pictures.Timelines;

/// <summary>How a picture is drawn in a terminal.</summary>
/// <param name="Width">The maximum width of a line, in columns.</param>
/// <param name="HasColor">Whether lines contain ANSI escape sequences for colors.</param>
/// <param name="IsAscii">Whether bars and rulers consist of ASCII characters. Names are unchanged.</param>
public sealed record TerminalStyle(int Width, bool HasColor, bool IsAscii);

/// <summary>
/// Draws a picture as lines of text: a caption, a ruler, and a line for each lane, or several if segments overlap.
/// <code>
/// beach trip                    10s · 1920x1080
///
///          0s             5s            10s
///          ┌──────────────┬──────────────┐
/// Video 1  ▐ beach ███ 5s ▐ sunset ██ 5s ▌  10s
/// Titles   ▐ "Hi" ▒▒▒▒ 5s ▌                  5s
/// </code>
/// </summary>
public static class TerminalPicture
{
    /// <summary>The minimum width that a picture needs.</summary>
    public const int MinWidth = 20;

    private const int MaxLanes = 40;
    private const int MaxRows = 4;
    private const int MaxLabelWidth = 12;
    private const int MinBarColumns = 22;
    private const int LabelDistance = 5;
    private const int MaxSteps = 12;
    private const string Gap = "  ";

    /// <summary>The characters of bars that aren't ASCII. A caller uses them to find out whether its output can show them.</summary>
    public static string BlockCharacters => "█▓▒░▐▌─┌┬┐…·";

    /// <summary>Draws the picture. Lines have no trailing spaces, and the first one isn't empty.</summary>
    public static IReadOnlyList<string> Draw(TimelinePicture picture, TerminalStyle style)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        _ = style ?? throw new ArgumentNullException(nameof(style));
        var drawing = new Drawing(picture, style with { Width = Math.Max(style.Width, MinWidth) });
        var lines = new List<string>();
        foreach (var panel in picture.Panels)
        {
            if (lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(drawing.Panel(panel));
        }

        List<string> legend = picture.IsEdit ? [.. Legend(picture, style with { Width = Math.Max(style.Width, MinWidth) })] : [];
        return legend.Count > 0 ? [.. lines, "", .. legend] : lines;
    }

    /// <summary>A line with a label and a text, which is cut in the middle if it is too long.</summary>
    /// <param name="label">The label, with the space after it.</param>
    /// <param name="text">The text, which can contain anything.</param>
    /// <param name="style">The style.</param>
    public static string Detail(string label, string text, TerminalStyle style)
    {
        _ = label ?? throw new ArgumentNullException(nameof(label));
        _ = style ?? throw new ArgumentNullException(nameof(style));
        var shown = CellText.Cut(CellText.SeparateEmoji(PictureText.Of(text)), style.Width - label.Length, TerminalBar.Ellipsis(style));
        return new TerminalLine(style).Put(0, label, TerminalColor.Quiet).Put(label.Length, shown, TerminalColor.Plain).ToString();
    }

    /// <summary>A text in lines that break between words. A word that is too wide for a line is a line of its own.</summary>
    /// <param name="text">The text, without control characters.</param>
    /// <param name="style">The style.</param>
    public static IReadOnlyList<string> Wrap(string text, TerminalStyle style)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = style ?? throw new ArgumentNullException(nameof(style));
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && CellText.WidthOf(lines[lines.Count - 1]) + 1 + CellText.WidthOf(word) <= style.Width)
            {
                lines[lines.Count - 1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    /// <summary>What the marks and the unchanged segments of an edit mean.</summary>
    private static IEnumerable<string> Legend(TimelinePicture picture, TerminalStyle style)
    {
        var marks = picture.Panels.SelectMany(static panel => panel.Lanes).Select(static lane => lane.Mark)
            .Where(static mark => mark != LaneChange.None).Distinct().OrderBy(static mark => mark)
            .Select(static mark => PictureTheme.NameOf(mark).Replace('−', '-'));
        var swatch = style.IsAscii ? "." : "░";
        var entries = marks.Concat(picture.HasUnchangedBlocks ? [swatch + " unchanged"] : []);
        return Wrap(string.Join(Gap, entries), style).Where(static line => line.Length > 0).Select(Draw);

        string Draw(string line)
        {
            var drawn = new TerminalLine(style).Put(0, line, TerminalColor.Quiet);
            var at = line.IndexOf(swatch, StringComparison.Ordinal);
            return (at < 0 ? drawn : drawn.Put(at, swatch, TerminalBarColors.Quiet.Fill)).ToString();
        }
    }

    /// <summary>The widths that all panels share.</summary>
    private sealed class Drawing
    {
        private readonly TimelinePicture _picture;
        private readonly TerminalStyle _style;
        private readonly int _markWidth;
        private readonly int _labelWidth;
        private readonly int _noteWidth;
        private readonly int _barColumns;

        public Drawing(TimelinePicture picture, TerminalStyle style)
        {
            (_picture, _style) = (picture, style);
            _markWidth = picture.IsEdit ? 2 : 0;
            var lanes = picture.Panels.SelectMany(static panel => panel.Lanes.Take(MaxLanes)).ToList();
            _labelWidth = lanes.Select(static lane => lane.Label.Length).Append(0).Max();
            _labelWidth = Math.Min(_labelWidth, MaxLabelWidth);
            var bars = style.Width - _markWidth - _labelWidth - Gap.Length;
            var notes = lanes.Select(static lane => NoteOf(lane).Length).Append(0).Max();
            _noteWidth = bars - Gap.Length - notes >= MinBarColumns ? notes : 0;
            _barColumns = Math.Max(_noteWidth == 0 ? bars : bars - Gap.Length - _noteWidth, 1);
        }

        private int BarStart => _markWidth + _labelWidth + Gap.Length;

        public IEnumerable<string> Panel(PicturePanel panel)
        {
            yield return Caption(panel);
            if (panel.Lanes.Count == 0)
            {
                yield return new TerminalLine(_style).Put(_markWidth, "(empty)", TerminalColor.Quiet).ToString();
                yield break;
            }

            if (panel.Duration > TimeSpan.Zero)
            {
                yield return "";
                foreach (var line in Ruler(panel.Duration))
                {
                    yield return line;
                }
            }

            foreach (var line in panel.Lanes.Take(MaxLanes).SelectMany(Lane))
            {
                yield return line;
            }

            if (panel.Omitted(MaxLanes) is { } omitted)
            {
                yield return new TerminalLine(_style).Put(_markWidth, omitted, TerminalColor.Quiet).ToString();
            }
        }

        /// <summary>The lane's length, and what it doesn't show.</summary>
        private static string NoteOf(PictureLane lane)
        {
            var parts = new[] { lane.SegmentCount == lane.UntimedCount ? null : PictureRuler.Format(lane.Length), lane.Omitted(MaxRows) };
            return lane.SegmentCount == 0 ? "empty" : string.Join(", ", parts.OfType<string>());
        }

        private string Caption(PicturePanel panel)
        {
            var facts = CellText.SeparateEmoji(string.Join(_style.IsAscii ? ", " : " · ", panel.Facts));
            var room = _style.Width - (facts.Length == 0 ? 0 : CellText.WidthOf(facts) + Gap.Length);
            var caption = CellText.SeparateEmoji(panel.Caption ?? _picture.Title);
            var name = room < 1 ? "" : CellText.Cut(caption, room, TerminalBar.Ellipsis(_style));
            var line = new TerminalLine(_style).Put(0, name, TerminalColor.Strong);
            return (room < 0 ? line : line.Put(_style.Width - CellText.WidthOf(facts), facts, TerminalColor.Quiet)).ToString();
        }

        /// <summary>The ruler up to the end of a panel, in the scale that all panels share.</summary>
        private IEnumerable<string> Ruler(TimeSpan end)
        {
            var duration = _picture.Duration;
            var labelWidth = PictureRuler.Ticks(duration, 1)[0].Label.Length;
            var ticks = PictureRuler.Ticks(duration, Math.Min(Math.Max(_barColumns / (labelWidth + LabelDistance), 1), MaxSteps))
                .TakeWhile(one => one.Time <= end);
            var last = TerminalBar.ColumnOf(end, duration, _barColumns);
            var (labels, marks) = (new TerminalLine(_style), new TerminalLine(_style));
            var (line, tick) = _style.IsAscii ? ("-", "+") : ("─", "┬");
            for (var i = 0; i < last; i++)
            {
                marks.Put(BarStart + i, line, TerminalColor.Quiet);
            }

            var free = 0;
            foreach (var one in ticks)
            {
                var at = TerminalBar.ColumnOf(one.Time, duration, _barColumns);
                marks.Put(BarStart + at, tick, TerminalColor.Quiet);

                // The label of the last tick ends at the right end if it doesn't fit after its tick.
                at = Math.Min(at, _barColumns - one.Label.Length);
                if (at >= free)
                {
                    labels.Put(BarStart + at, one.Label, TerminalColor.Quiet);
                    free = at + one.Label.Length + 1;
                }
            }

            marks.Put(BarStart, _style.IsAscii ? "+" : "┌", TerminalColor.Quiet);
            marks.Put(BarStart + last, _style.IsAscii ? "+" : "┐", TerminalColor.Quiet);
            return [labels.ToString(), marks.ToString()];
        }

        private IEnumerable<string> Lane(PictureLane lane)
        {
            var isQuiet = _picture.IsUnchanged(lane);
            for (var row = 0; row < Math.Min(lane.RowCount, MaxRows); row++)
            {
                var line = new TerminalLine(_style);
                if (row == 0)
                {
                    var (mark, color) = MarkOf(lane.Mark);
                    line.Put(0, mark, color);
                    var label = CellText.Cut(lane.Label, _labelWidth, TerminalBar.Ellipsis(_style));
                    line.Put(_markWidth, label, isQuiet ? TerminalColor.Quiet : TerminalColor.Plain);
                    var note = NoteOf(lane);
                    if (_noteWidth > 0)
                    {
                        line.Put(BarStart + _barColumns + Gap.Length + _noteWidth - note.Length, note, TerminalColor.Quiet);
                    }
                }

                var bar = new TerminalBar(line, _style, BarStart, _barColumns, _picture.Duration);
                foreach (var block in lane.Blocks.Where(block => block.Row == row))
                {
                    bar.Draw(block, lane.Kind, _picture.IsUnchanged(block));
                }

                yield return line.ToString();
            }
        }

        private static (string Mark, TerminalColor Color) MarkOf(LaneChange change) => change switch
        {
            LaneChange.Added => ("+", TerminalColor.Added),
            LaneChange.Removed => ("-", TerminalColor.Removed),
            LaneChange.Changed => ("~", TerminalColor.Changed),
            _ => ("", TerminalColor.Plain),
        };
    }
}
