namespace NemoVideo.Emulator.Rendering;

internal static class TitleFont
{
    // Common fonts, those with the most characters first. Otherwise any font is used.
    private static readonly string[] Preferred =
    [
        "DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "segoeuib.ttf", "Arial Bold.ttf", "arialbd.ttf",
        "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "arial.ttf",
    ];

    /// <summary>The path of a font file. Null if the system has none.</summary>
    public static string? FilePath { get; } = Search();

    private static string? Search()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts"),
            "/System/Library/Fonts/Supplemental", "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
        var search = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var fonts = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", search)).ToList();
        return Preferred.Select(name => fonts.Find(font => Path.GetFileName(font) == name)).OfType<string>().Concat(fonts).FirstOrDefault();
    }
}
