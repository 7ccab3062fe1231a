namespace NemoVideo.Screenshots.Terminal;

/// <summary>The colors of a terminal, for light and dark displays.</summary>
internal static class TerminalPalette
{
    private const int NamedCount = 16;
    private const int FirstGray = 232;

    /// <summary>The colors of the window, and the first 16 colors of a terminal. Each text has a contrast of 4.5 or more.</summary>
    public static readonly IReadOnlyList<(string Name, string Light, string Dark)> Values =
    [
        ("page", "#ffffff", "#0f1318"),
        ("bar", "#f3f5f8", "#181d24"),
        ("edge", "#d0d7de", "#2c343e"),
        ("dot", "#c4ccd5", "#3d4753"),
        ("ink", "#1b2027", "#e8ecf1"),
        ("faint", "#57616d", "#9aa5b1"),
        ("c0", "#1b2027", "#9aa5b1"),
        ("c1", "#b3261e", "#ff8a80"),
        ("c2", "#0a6b46", "#3ecf93"),
        ("c3", "#8a5300", "#f0b35b"),
        ("c4", "#0b57d0", "#7aa8ff"),
        ("c5", "#6f3fd0", "#b79cff"),
        ("c6", "#05666f", "#56c8d8"),
        ("c7", "#38414c", "#c5ccd4"),
        ("c8", "#57616d", "#9aa5b1"),
        ("c9", "#b3261e", "#ffa198"),
        ("c10", "#0a6b46", "#5fdda8"),
        ("c11", "#8a5300", "#f5c670"),
        ("c12", "#0b57d0", "#8fb6ff"),
        ("c13", "#6f3fd0", "#c6b0ff"),
        ("c14", "#05666f", "#7fdbe7"),
        ("c15", "#1b2027", "#ffffff"),
    ];

    /// <summary>CSS with a class for each color. A display without a preference is light.</summary>
    public static string Css =>
        $"{Classes(static color => color.Light)}@media(prefers-color-scheme:dark){{{Classes(static color => color.Dark)}}}";

    /// <summary>The attribute that gives a shape this color: a class, or the fixed color of the palette's other 240 colors.</summary>
    public static (string Name, string? Value) Attribute(int color) =>
        color < NamedCount ? ("class", $"c{color}") : ("fill", ColorOf(color));

    /// <summary>A color of xterm's palette: a cube of 6 steps in each of red, green and blue, and 24 grays.</summary>
    private static string ColorOf(int color)
    {
        if (color >= FirstGray)
        {
            var gray = 8 + (10 * (color - FirstGray));
            return Hex(gray, gray, gray);
        }

        var place = color - NamedCount;
        return Hex(Step(place / 36), Step(place / 6 % 6), Step(place % 6));
    }

    private static int Step(int step) => step == 0 ? 0 : 55 + (40 * step);

    private static string Hex(int red, int green, int blue) => $"#{red:x2}{green:x2}{blue:x2}";

    private static string Classes(Func<(string Name, string Light, string Dark), string> colorOf) =>
        string.Concat(Values.Select(color => $".{color.Name}{{fill:{colorOf(color)}}}"));
}
