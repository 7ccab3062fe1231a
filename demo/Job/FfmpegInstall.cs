namespace NemoVideo.Demo;

/// <summary>The command that installs ffmpeg on this system.</summary>
internal static class FfmpegInstall
{
    // dnf and zypper aren't in the list: without another repository, they have no ffmpeg with libx264, which the emulator needs.
    private static readonly (string PackageManager, bool NeedsRoot, string[] Commands)[] Installs =
    [
        ("winget", false, ["winget install Gyan.FFmpeg"]),
        ("apt-get", true, ["apt-get update", "apt-get install ffmpeg"]),
        ("pacman", true, ["pacman -S ffmpeg"]),
        ("apk", true, ["apk add ffmpeg"]),
        ("brew", false, ["brew install ffmpeg"]),
    ];

    /// <returns>A line with the command for the first package manager on the PATH, or with the download page.</returns>
    public static string Describe(Func<string, string?> environment, bool isRoot)
    {
        var (_, needsRoot, commands) = Installs.FirstOrDefault(one => ProgramPath.Find(one.PackageManager, environment) is not null);
        var sudo = needsRoot && !isRoot ? "sudo " : "";
        return commands is null
            ? "To install ffmpeg, see https://ffmpeg.org/download.html"
            : $"To install ffmpeg, run: {string.Join(" && ", commands.Select(command => sudo + command))}";
    }
}
