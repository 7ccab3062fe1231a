namespace NemoVideo.Screenshots.Terminal;

/// <summary>How a character looks.</summary>
/// <param name="Foreground">Its color in the 256-color palette; null for the color of the terminal.</param>
/// <param name="Background">The color behind it; null for none.</param>
/// <param name="IsBold">Whether it is bold.</param>
/// <param name="IsFaint">Whether it is faint.</param>
/// <param name="IsItalic">Whether it is italic.</param>
internal readonly record struct CellStyle(int? Foreground, int? Background, bool IsBold, bool IsFaint, bool IsItalic);

/// <summary>A column of a line.</summary>
/// <param name="Text">Its character, which is one column wide.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct Cell(string Text, CellStyle Style);

/// <summary>Reads the screen of a terminal: text with escape sequences for colors, as <c>tmux capture-pane -e</c> writes it.</summary>
internal static class TerminalScreen
{
    private const int ExtendedForeground = 38;
    private const int ExtendedBackground = 48;
    private const int Indexed = 5;

    /// <summary>The columns of each line. A style applies until it is changed, also in the following lines.</summary>
    /// <exception cref="FormatException">The text contains another escape sequence.</exception>
    public static IReadOnlyList<IReadOnlyList<Cell>> Read(string text)
    {
        var style = default(CellStyle);
        var lines = new List<IReadOnlyList<Cell>>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var cells = new List<Cell>();
            var parts = line.Split('\u001b');
            cells.AddRange(CellsOf(parts[0], style));
            foreach (var part in parts.Skip(1))
            {
                var end = part.IndexOf('m', StringComparison.Ordinal);
                if (end < 0 || part[0] != '[')
                {
                    throw new FormatException($"The terminal wrote an escape sequence that isn't a color: {part}");
                }

                style = Apply(part[1..end], style);
                cells.AddRange(CellsOf(part[(end + 1)..], style));
            }

            lines.Add(cells);
        }

        // The end of the screen can contain a line that only resets the style.
        return lines.Take(lines.FindLastIndex(static line => line.Any(static cell => !string.IsNullOrWhiteSpace(cell.Text))) + 1).ToList();
    }

    private static IEnumerable<Cell> CellsOf(string text, CellStyle style) =>
        text.Select(character => new Cell($"{character}", style));

    private static CellStyle Apply(string sequence, CellStyle style)
    {
        var numbers = sequence.Split(';').Select(static code => code.Length == 0 ? 0 : int.Parse(code, CultureInfo.InvariantCulture));
        var codes = new Queue<int>(numbers);
        while (codes.TryDequeue(out var code))
        {
            style = code switch
            {
                0 => default,
                1 => style with { IsBold = true },
                2 => style with { IsFaint = true },
                3 => style with { IsItalic = true },
                22 => style with { IsBold = false, IsFaint = false },
                23 => style with { IsItalic = false },
                39 => style with { Foreground = null },
                49 => style with { Background = null },
                >= 30 and <= 37 => style with { Foreground = code - 30 },
                >= 40 and <= 47 => style with { Background = code - 40 },
                >= 90 and <= 97 => style with { Foreground = code - 90 + 8 },
                >= 100 and <= 107 => style with { Background = code - 100 + 8 },
                ExtendedForeground when codes.TryDequeue(out var kind) && kind == Indexed => style with { Foreground = codes.Dequeue() },
                ExtendedBackground when codes.TryDequeue(out var kind) && kind == Indexed => style with { Background = codes.Dequeue() },
                _ => throw new FormatException($"The terminal wrote a style that isn't supported: {sequence}"),
            };
        }

        return style;
    }
}
