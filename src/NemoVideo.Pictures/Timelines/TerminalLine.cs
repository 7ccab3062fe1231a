namespace NemoVideo.Pictures.Timelines;

/// <summary>The color of characters in a terminal.</summary>
/// <param name="Code">What follows the reset in an escape sequence; null for no color.</param>
internal readonly record struct TerminalColor(string? Code)
{
    public static readonly TerminalColor Plain;
    public static readonly TerminalColor Strong = new(";1");

    /// <summary>Faint, so that it suits light and dark terminals.</summary>
    public static readonly TerminalColor Quiet = new(";2");

    public static readonly TerminalColor Added = new(";32");
    public static readonly TerminalColor Removed = new(";31");
    public static readonly TerminalColor Changed = new(";33");
}

/// <summary>The colors of a bar.</summary>
/// <param name="Text">Its name and length.</param>
/// <param name="Edge">Its caps.</param>
/// <param name="Fill">The bar itself. Invisible on its background, but still there if an output removes the colors.</param>
internal sealed record TerminalBarColors(TerminalColor Text, TerminalColor Edge, TerminalColor Fill)
{
    /// <summary>Black on a gray that suits light and dark terminals.</summary>
    public static readonly TerminalBarColors Quiet = Of(245, 16);
    public static readonly TerminalBarColors Video = Of(25);
    public static readonly TerminalBarColors Audio = Of(29);
    public static readonly TerminalBarColors Title = Of(97);
    public static readonly TerminalBarColors Other = Of(240);

    /// <summary>Text, white by default, on a color of the 256-color palette. Its contrast must be 4.5 or more.</summary>
    private static TerminalBarColors Of(int color, int text = 231) =>
        new(new($";38;5;{text};48;5;{color}"), new($";38;5;{color}"), new($";38;5;{color};48;5;{color}"));
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
                text.Append("\u001b[0").Append(color.Code).Append('m');
                current = color;
            }

            text.Append(column ?? " ");
        }

        return current == TerminalColor.Plain ? text.ToString().TrimEnd() : text.Append("\u001b[0m").ToString();
    }
}
