namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// The blocks in a line of a terminal. A block starts and ends in the middle of a column, below the tick of its time. If another block
/// starts there, that column shows the start of the other block.
/// </summary>
internal sealed class TerminalBar(TerminalLine line, TerminalStyle style, int start, int columns, TimeSpan duration)
{
    // A cut name has at least two characters at each side.
    private const int MinName = 5;

    private int _end = -1;

    public static string Ellipsis(TerminalStyle style) => style.IsAscii ? ".." : "…";

    /// <summary>The column of a time on the scale, from 0.</summary>
    public static int ColumnOf(TimeSpan time, TimeSpan duration, int columns) =>
        (int)Math.Round(PictureRuler.PartOf(time, duration) * (columns - 1), MidpointRounding.AwayFromZero);

    /// <summary>Draws a block between two caps: its name and volume at the left, its length at the right, if there is room.</summary>
    public void Draw(PictureBlock block, TrackKind kind, bool isQuiet)
    {
        var (first, last) = (ColumnOf(block.Start, duration, columns), ColumnOf(block.End, duration, columns));
        var (fill, colors) = (Fill(kind, isQuiet), isQuiet ? TerminalBarColors.Quiet : ColorsOf(kind));
        var (left, right) = style.IsAscii ? ("[", "]") : ("▐", "▌");
        if (last == first)
        {
            line.Put(start + first, style.IsAscii ? "|" : "▌", colors.Edge);
            return;
        }

        line.Put(start + first, style.IsAscii && first == _end ? "|" : left, colors.Edge);
        line.Put(start + last, right, colors.Edge);
        for (var i = first + 1; i < last; i++)
        {
            line.Put(start + i, fill, colors.Fill);
        }

        _end = last;
        Label(block, kind, start + first + 1, last - first - 1, colors.Text);
    }

    private void Label(PictureBlock block, TrackKind kind, int at, int room, TerminalColor color)
    {
        var plain = CellText.SeparateEmoji(block.Name);
        var name = plain.Length > 0 && kind == TrackKind.Text ? $"\"{plain}\"" : plain;
        var text = string.Join(" ", new[] { name, TimelineSummary.Volume(block.Volume) }.Where(static part => !string.IsNullOrEmpty(part)));
        var length = $" {PictureRuler.Format(block.Length)} ";
        var width = CellText.WidthOf(text) + 2;
        if (width > room)
        {
            text = room - 2 < MinName ? ""
                : CellText.WidthOf(name) <= room - 2 ? name
                : CellText.Cut(plain, room - 2, Ellipsis(style));
            width = CellText.WidthOf(text) + 2;
        }

        if (text.Length > 0)
        {
            line.Put(at, $" {text} ", color);
        }
        else
        {
            width = 0;
        }

        // At least the space after the name separates it from the length. A block without a name has a column of the bar before the length.
        if ((width == 0 ? 1 : width - 1) + length.Length <= room)
        {
            line.Put(at + room - length.Length, length, color);
        }
    }

    private static TerminalBarColors ColorsOf(TrackKind kind) => kind switch
    {
        TrackKind.Video => TerminalBarColors.Video,
        TrackKind.Audio => TerminalBarColors.Audio,
        TrackKind.Text => TerminalBarColors.Title,
        _ => TerminalBarColors.Other,
    };

    private string Fill(TrackKind kind, bool isQuiet) => (isQuiet, kind) switch
    {
        (true, _) => style.IsAscii ? "." : "░",
        (_, TrackKind.Video) => style.IsAscii ? "#" : "█",
        (_, TrackKind.Audio) => style.IsAscii ? "=" : "▓",
        _ => style.IsAscii ? "-" : "▒",
    };
}
