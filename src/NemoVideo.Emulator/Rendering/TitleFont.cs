namespace NemoVideo.Emulator.Rendering;

/// <summary>Looks for a font to draw titles with.</summary>
internal static class TitleFont
{
    // What most systems have, most characters first; else any font will do.
    private static readonly string[] Preferred =
        ["DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "arial.ttf"];

    private static readonly Lazy<string?> Found = new(Search);

    /// <summary>The path of a font file, or null where the system has none.</summary>
    public static string? FilePath => Found.Value;

    private static string? Search()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts"),
            "/System/Library/Fonts/Supplemental", "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
        var patience = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var fonts = folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", patience))
            .ToList();
        return Preferred
            .Select(name => fonts.Find(font => Path.GetFileName(font) == name))
            .FirstOrDefault(font => font is not null) ?? fonts.FirstOrDefault();
    }
}
