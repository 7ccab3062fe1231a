namespace NemoVideo.Client.Storage;

/// <summary>Where this computer keeps what must outlive a process.</summary>
internal static class DataLocation
{
    /// <summary>
    /// The data directory: the caller's, <c>NEMO_HOME</c>, or the platform's (<c>~/.local/share/nemovideo</c>,
    /// <c>%LOCALAPPDATA%\NemoVideo</c>).
    /// </summary>
    /// <exception cref="NemoException">None of these names a folder, as for a user without a home.</exception>
    public static string Data(string? given) => Home(given)
        ?? Path.Combine(Of(Environment.SpecialFolder.LocalApplicationData), Path.DirectorySeparatorChar == '\\' ? "NemoVideo" : "nemovideo");

    /// <summary>
    /// The client id's file: in the data directory where the caller or <c>NEMO_HOME</c> names one, else the file that the
    /// vendor's own command-line tool uses, <c>~/.config/nemovideo/client_id</c>.
    /// </summary>
    /// <exception cref="NemoException">None of these names a folder.</exception>
    public static string ClientIdFile(string? given) => Home(given) is { } home
        ? Path.Combine(home, "client_id")
        : Path.Combine(Of(Environment.SpecialFolder.UserProfile), ".config", "nemovideo", "client_id");

    /// <summary>The folder that the caller or <c>NEMO_HOME</c> names; null where none does.</summary>
    /// <exception cref="NemoException">It is no whole path: what a process knows would hang on the folder that it happens to be in.</exception>
    public static string? Home(string? given) =>
        (given ?? Environment.GetEnvironmentVariable("NEMO_HOME")) is not { Length: > 0 } home ? null
        : IsWhole(home) ? Path.GetFullPath(home)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument, $"NEMO_HOME is '{home}', which is no whole path.", "Set it to a whole path, such as '/var/lib/nemovideo' or 'C:\\Nemo'.");

    private static bool IsWhole(string path) =>
        Path.IsPathRooted(path) && (Path.DirectorySeparatorChar == '/' || Path.GetPathRoot(path)!.Length > 2);

    /// <summary>A HOME that is no whole path would put a token wherever the process happens to be.</summary>
    private static string Of(Environment.SpecialFolder place) =>
        Environment.GetFolderPath(place, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : throw new NemoException(
                NemoErrorKind.FileAccess,
                "This user has no home folder: HOME is not an absolute path.",
                "Set HOME, or set NEMO_HOME to a writable folder.")
            {
                Action = NemoAction.DisableCache,
            };
}
