namespace NemoVideo.Client.Identity;

/// <summary>Where this computer keeps what must outlive a process.</summary>
internal static class DataLocation
{
    /// <summary>
    /// The data directory: the caller's, <c>NEMO_HOME</c>, or the platform's (<c>~/.local/share/nemovideo</c>,
    /// <c>%LOCALAPPDATA%\NemoVideo</c>).
    /// </summary>
    public static string Data(string? given) => Home(given) ?? Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        Path.DirectorySeparatorChar == '\\' ? "NemoVideo" : "nemovideo");

    /// <summary>
    /// The client id's file: in the data directory where the caller or <c>NEMO_HOME</c> names one, else the file that the
    /// vendor's own command-line tool uses, <c>~/.config/nemovideo/client_id</c>.
    /// </summary>
    public static string ClientIdFile(string? given) => Home(given) is { } home
        ? Path.Combine(home, "client_id")
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
            ".config",
            "nemovideo",
            "client_id");

    private static string? Home(string? given) =>
        given ?? (Environment.GetEnvironmentVariable("NEMO_HOME") is { Length: > 0 } home ? home : null);
}
