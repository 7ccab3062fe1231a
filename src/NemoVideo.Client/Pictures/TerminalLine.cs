namespace NemoVideo.Client.Pictures;

/// <summary>The colors in a terminal. White text on each background, from the 256-color palette, has a contrast of 4.5 or more.</summary>
internal enum TerminalColor
{
    Plain,
    Strong,
    Quiet,
    Added,
    Removed,
    Changed,
    Video,
    VideoEdge,
    VideoFill,
    Audio,
    AudioEdge,
    AudioFill,
    Text,
    TextEdge,
    TextFill,
    Other,
    OtherEdge,
    OtherFill,
}

/// <summary>One line of a terminal. Texts can be put at any column, and replace what is there.</summary>
internal sealed class TerminalLine(TerminalStyle style)
{
    private readonly (string? Text, TerminalColor Color)[] _columns = new (string?, TerminalColor)[style.Width];

    /// <summary>Puts a clean text at a column. Characters beyond the end of the line are omitted.</summary>
    public TerminalLine Put(int at, string text, TerminalColor color)
    {
        foreach (var column in CellText.Columns(text))
        {
            if (at >= 0 && at < _columns.Length)
            {
                _columns[at] = (column, color);
            }

            at++;
        }

        return this;
    }

    public override string ToString()
    {
        var last = Array.FindLastIndex(_columns, static column => column.Text is not null);
        var text = new StringBuilder();
        var current = TerminalColor.Plain;
        foreach (var (column, color) in _columns.Take(last + 1))
        {
            if (style.HasColor && color != current)
            {
                text.Append("\u001b[0").Append(CodeOf(color)).Append('m');
                current = color;
            }

            text.Append(column ?? " ");
        }

        return current == TerminalColor.Plain ? text.ToString().TrimEnd() : text.Append("\u001b[0m").ToString();
    }

    /// <summary>What follows the reset in an escape sequence. Quiet text is faint, so that it suits light and dark terminals.</summary>
    private static string CodeOf(TerminalColor color) => color switch
    {
        TerminalColor.Strong => ";1",
        TerminalColor.Quiet => ";2",
        TerminalColor.Added => ";32",
        TerminalColor.Removed => ";31",
        TerminalColor.Changed => ";33",
        TerminalColor.Video => ";38;5;231;48;5;25",
        TerminalColor.VideoEdge => ";38;5;25",
        TerminalColor.VideoFill => ";38;5;25;48;5;25",
        TerminalColor.Audio => ";38;5;231;48;5;29",
        TerminalColor.AudioEdge => ";38;5;29",
        TerminalColor.AudioFill => ";38;5;29;48;5;29",
        TerminalColor.Text => ";38;5;231;48;5;97",
        TerminalColor.TextEdge => ";38;5;97",
        TerminalColor.TextFill => ";38;5;97;48;5;97",
        TerminalColor.Other => ";38;5;231;48;5;240",
        TerminalColor.OtherEdge => ";38;5;240",
        TerminalColor.OtherFill => ";38;5;240;48;5;240",
        _ => "",
    };
}
