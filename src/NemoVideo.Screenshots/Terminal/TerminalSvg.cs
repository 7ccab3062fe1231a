using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Screenshots.Terminal;

/// <summary>
/// Draws the screen of a terminal as a window in SVG. The picture needs no other file and no special font, and its text can be selected.
/// </summary>
internal static class TerminalSvg
{
    public const double ColumnWidth = 8.4;
    public const double LineHeight = 20;
    private const double FontSize = 14;
    private const double Baseline = 14.5;
    private const double Padding = 20;
    private const double BarHeight = 36;

    private const string Fonts = "ui-monospace,'Cascadia Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

    /// <summary>The picture of a screen.</summary>
    /// <param name="lines">The lines of the screen.</param>
    /// <param name="columns">The width of the terminal in columns.</param>
    /// <param name="title">What the picture shows, for people who can't see it.</param>
    public static string Draw(IReadOnlyList<IReadOnlyList<Cell>> lines, int columns, string title)
    {
        var (width, height) = ((columns * ColumnWidth) + (2 * Padding), (lines.Count * LineHeight) + BarHeight + (2 * Padding));
        var svg = new Markup(CancellationToken.None);
        svg.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", $"0 0 {Markup.Number(width)} {Markup.Number(height)}"),
            ("width", Markup.Number(width)),
            ("height", Markup.Number(height))).Line();
        svg.Element("title", title).Line();
        svg.Raw($"<style>text{{font:{FontSize}px {Fonts};white-space:pre}}{TerminalPalette.Css}</style>").Line();
        DrawWindow(svg, width, height);
        for (var i = 0; i < lines.Count; i++)
        {
            DrawLine(svg, lines[i], BarHeight + Padding + (i * LineHeight));
        }

        return svg.Close("svg").Line().ToString();
    }

    private static void DrawWindow(Markup svg, double width, double height)
    {
        var right = Markup.Number(width);
        svg.Empty("rect", ("class", "edge"), ("width", right), ("height", Markup.Number(height)), ("rx", "10")).Line();
        var (inside, insideHeight) = (Markup.Number(width - 2), Markup.Number(height - 2));
        svg.Empty("rect", ("class", "page"), ("x", "1"), ("y", "1"), ("width", inside), ("height", insideHeight), ("rx", "9")).Line();
        var bar = $"M1 {BarHeight}V10a9 9 0 0 1 9-9H{Markup.Number(width - 10)}a9 9 0 0 1 9 9V{BarHeight}z";
        svg.Empty("path", ("class", "bar"), ("d", bar)).Line();
        svg.Empty("rect", ("class", "edge"), ("y", Markup.Number(BarHeight)), ("width", right), ("height", "1")).Line();
        foreach (var x in (int[])[22, 40, 58])
        {
            svg.Empty("circle", ("class", "dot"), ("cx", Markup.Number(x)), ("cy", Markup.Number(BarHeight / 2)), ("r", "5.5"));
        }

        svg.Line();
        svg.Element("text", "PowerShell", ("class", "faint"), ("x", Markup.Number(width / 2)), ("y", "23"), ("text-anchor", "middle")).Line();
    }

    private static void DrawLine(Markup svg, IReadOnlyList<Cell> cells, double top)
    {
        foreach (var shape in TerminalShape.Of(cells))
        {
            svg.Empty(
                "rect",
                ColorOf(shape.Color, shape.IsFaint),
                ("x", Markup.Number(Padding + (shape.Left * ColumnWidth))),
                ("y", Markup.Number(top + (shape.Top * LineHeight))),
                ("width", Markup.Number((shape.Right - shape.Left) * ColumnWidth)),
                ("height", Markup.Number((shape.Bottom - shape.Top) * LineHeight)),
                ("opacity", shape.Opacity < 1 ? Markup.Number(shape.Opacity) : null)).Line();
        }

        var runs = TerminalRun.Of(cells);
        if (runs.Any(static run => !string.IsNullOrWhiteSpace(run.Text)))
        {
            svg.Open("text", ("xml:space", "preserve"), ("y", Markup.Number(top + Baseline)));
            foreach (var run in runs)
            {
                DrawRun(svg, run);
            }

            svg.Close("text").Line();
        }
    }

    private static void DrawRun(Markup svg, TerminalRun run) => svg.Element(
        "tspan",
        run.Text,
        ColorOf(run.Style.Foreground, run.Style.IsFaint),
        ("x", Markup.Number(Padding + (run.Start * ColumnWidth))),
        ("textLength", Markup.Number(run.Text.Length * ColumnWidth)),
        ("lengthAdjust", "spacingAndGlyphs"),
        ("font-weight", run.Style.IsBold ? "700" : null),
        ("font-style", run.Style.IsItalic ? "italic" : null),
        ("fill-opacity", run.IsShape ? "0" : null));

    private static (string Name, string? Value) ColorOf(int? color, bool isFaint) =>
        color is { } known ? TerminalPalette.Attribute(known) : ("class", isFaint ? "faint" : "ink");
}
