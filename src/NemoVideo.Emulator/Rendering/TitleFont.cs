namespace NemoVideo.Emulator.Rendering;

internal static class TitleFont
{
    // Common fonts, those with the most characters first. Otherwise any font is used.
    private static readonly string[] Preferred =
    [
        "DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "segoeuib.ttf", "Arial Bold.ttf", "arialbd.ttf",
        "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "arial.ttf",
    ];

    // Fonts with Chinese, Japanese and Korean characters, which the others lack.
    private static readonly string[] Asian = ["CJK", "NotoSansSC", "wqy-", "msyh", "PingFang", "simhei", "Hiragino"];

    private const char FirstAsian = '\u2E80';

    private static readonly List<string> Fonts = FindFonts();

    /// <summary>The path of a font file for texts. Null if the system has none.</summary>
    public static string? FindPath(IEnumerable<string> texts) =>
        (texts.Any(static text => text.Any(static character => character >= FirstAsian && !char.IsSurrogate(character)))
            ? Fonts.OrderByDescending(static font => font.Contains("Sans", StringComparison.Ordinal)).FirstOrDefault(
                static font => Array.Exists(Asian, name => Path.GetFileName(font).Contains(name, StringComparison.OrdinalIgnoreCase)))
            : null)
        ?? Preferred.Select(static name => Fonts.Find(font => Path.GetFileName(font) == name)).OfType<string>().Concat(Fonts).FirstOrDefault();

    private static List<string> FindFonts()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts"),
            "/System/Library/Fonts/Supplemental", "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
        var search = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", search))
            .Where(static file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".TTC" or ".OTF")];
    }
}
