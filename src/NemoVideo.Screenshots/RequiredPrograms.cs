using NemoVideo.Client.Files;

namespace NemoVideo.Screenshots;

/// <summary>The programs that the screenshots show or need.</summary>
/// <param name="PowerShell">The full path of PowerShell.</param>
/// <param name="Tmux">The full path of tmux, which is the terminal.</param>
/// <param name="Chromium">The full path of Chromium.</param>
/// <param name="Ffmpeg">The full path of ffmpeg, with which the emulator renders the videos.</param>
internal sealed record RequiredPrograms(string PowerShell, string Tmux, string Chromium, string Ffmpeg)
{
    private static readonly string[] BrowserNames = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    private static readonly string[] OtherNames = ["tmux", "ffmpeg", "ffprobe"];

    /// <summary>The full path of Chromium; null if it isn't on the PATH.</summary>
    public static string? FindChromium() => BrowserNames.Select(Find).FirstOrDefault(static path => path is not null);

    /// <exception cref="FileNotFoundException">A program is missing.</exception>
    public static RequiredPrograms FindAll()
    {
        var missing = OtherNames.Where(static name => Find(name) is null).ToList();
        var powerShell = Environment.GetEnvironmentVariable("NEMO_PWSH") is { Length: > 0 } wanted ? Find(wanted) : Find("pwsh");
        var chromium = FindChromium();
        missing.AddRange(powerShell is null ? ["pwsh"] : []);
        missing.AddRange(chromium is null ? ["chromium"] : []);
        return missing.Count == 0
            ? new(powerShell!, Find("tmux")!, chromium!, Find("ffmpeg")!)
            : throw new FileNotFoundException($"These programs aren't on the PATH: {string.Join(", ", missing)}");
    }

    private static string? Find(string name) =>
        File.Exists(name) ? Path.GetFullPath(name) : ProgramPath.Find(name, Environment.GetEnvironmentVariable("PATH"));
}
