namespace NemoVideo.Screenshots.Terminal;

/// <summary>A rectangle in a line. Blocks and rulers must touch each other, but fonts give their characters different sizes.</summary>
/// <param name="Left">Where it starts, in columns.</param>
/// <param name="Right">Where it ends, in columns.</param>
/// <param name="Top">Where it starts, in parts of the line.</param>
/// <param name="Bottom">Where it ends, in parts of the line.</param>
/// <param name="Opacity">How opaque it is, from 0 to 1.</param>
/// <param name="Color">Its color in the 256-color palette; null for the color of text.</param>
/// <param name="IsFaint">Whether the color of text is faint.</param>
internal sealed record TerminalShape(double Left, double Right, double Top, double Bottom, double Opacity, int? Color, bool IsFaint)
{
    private const double BlockTop = 0.05;
    private const double BlockBottom = 0.95;
    private const double RulerTop = 0.5;
    private const double RulerBottom = 0.55;
    private const double TickLeft = 0.44;
    private const double TickRight = 0.56;

    /// <summary>Whether a character is drawn with shapes.</summary>
    public static bool IsShape(string character) => PartsOf(character).Any();

    /// <summary>The shapes of a line. Each is as long as possible.</summary>
    public static IReadOnlyList<TerminalShape> Of(IReadOnlyList<Cell> cells)
    {
        var shapes = new List<TerminalShape>();
        for (var i = 0; i < cells.Count; i++)
        {
            var style = cells[i].Style;
            if (style.Background is { } background)
            {
                Add(new(i, i + 1, BlockTop, BlockBottom, 1, background, false));
            }

            // On its own color, a character is invisible.
            var isVisible = style.Foreground is null || style.Foreground != style.Background;
            foreach (var (left, right, top, bottom, opacity) in isVisible ? PartsOf(cells[i].Text) : [])
            {
                Add(new(i + left, i + right, top, bottom, opacity, style.Foreground, style.IsFaint));
            }
        }

        return shapes;

        void Add(TerminalShape shape)
        {
            var before = shapes.FindIndex(other => other == shape with { Left = other.Left, Right = shape.Left });
            if (before >= 0)
            {
                shapes[before] = shapes[before] with { Right = shape.Right };
            }
            else
            {
                shapes.Add(shape);
            }
        }
    }

    /// <summary>For each shape of a character: left, right, top, bottom and opacity. Empty for a character that is text.</summary>
    private static IEnumerable<(double, double, double, double, double)> PartsOf(string character) => character switch
    {
        "█" => [Block(0, 1, 1)],
        "▓" => [Block(0, 1, 0.75)],
        "▒" => [Block(0, 1, 0.5)],
        "░" => [Block(0, 1, 0.25)],
        "▌" => [Block(0, 0.5, 1)],
        "▐" => [Block(0.5, 1, 1)],
        "─" => [Ruler(0, 1)],
        "┌" => [Ruler(0.5, 1), Tick],
        "┬" => [Ruler(0, 1), Tick],
        "┐" => [Ruler(0, 0.5), Tick],
        _ => [],
    };

    private static (double, double, double, double, double) Tick => (TickLeft, TickRight, RulerBottom, 1, 1);

    private static (double, double, double, double, double) Block(double left, double right, double opacity) =>
        (left, right, BlockTop, BlockBottom, opacity);

    private static (double, double, double, double, double) Ruler(double left, double right) =>
        (left, right, RulerTop, RulerBottom, 1);
}
