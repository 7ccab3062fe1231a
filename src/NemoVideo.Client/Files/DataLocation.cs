using System.Collections.Concurrent;

namespace NemoVideo.Client.Files;

/// <summary>The folders of persistent files.</summary>
internal static class DataLocation
{
    private static readonly ConcurrentDictionary<string, bool> Checked = new(StringComparer.Ordinal);

    /// <summary>What happens if the user follows the advice to use another folder.</summary>
    public const string ChargedAgain =
        "A different folder has no record of previous runs. If you then create the same videos again, you're charged again.";

    /// <summary>The given folder, <c>NEMO_HOME</c>, or <c>~/.local/share/nemovideo</c> or <c>%LOCALAPPDATA%\NemoVideo</c>.</summary>
    /// <remarks>
    /// XDG_DATA_HOME doesn't move it: terminals in sandboxes set it, but schedulers don't, and a job without a record is charged again.
    /// </remarks>
    /// <param name="given">The folder that the caller specified; null for none.</param>
    /// <param name="notice">Receives one warning in each process if the folder's file system ignores permissions.</param>
    /// <exception cref="NemoException">The folder isn't private, or the home folder is unknown.</exception>
    public static string Data(string? given, Action<string>? notice)
    {
        var folder = Home(given) ?? (PathRules.IsWindows
            ? Path.Combine(Of(Environment.SpecialFolder.LocalApplicationData), "NemoVideo")
            : Path.Combine(Of(Environment.SpecialFolder.UserProfile), ".local", "share", "nemovideo"));
        if (!Checked.ContainsKey(folder) && Directory.Exists(folder) && PrivateFolder.Check(folder) is var warning
            && Checked.TryAdd(folder, true) && warning is not null)
        {
            notice?.Invoke(warning);
        }

        return folder;
    }

    /// <summary>
    /// The path of the client ID's file: in the given folder or <c>NEMO_HOME</c>, else the one of the vendor's command-line tool.
    /// </summary>
    public static string ClientIdFile(string? given) =>
        Path.Combine(Home(given) ?? Path.Combine(Of(Environment.SpecialFolder.UserProfile), ".config", "nemovideo"), "client_id");

    /// <summary>Returns the given folder or <c>NEMO_HOME</c>; null if neither is set. A relative path is an error.</summary>
    public static string? Home(string? given) =>
        (given ?? Environment.GetEnvironmentVariable("NEMO_HOME")) is not { Length: > 0 } home ? null
        : PathRules.IsFullyQualified(home) ? Path.GetFullPath(home)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"The value '{home}' of {(given is null ? "the environment variable NEMO_HOME" : "DataDirectory")} is not an absolute path.",
            $"Specify an absolute path, such as '{(PathRules.IsWindows ? @"C:\Users\Me\Nemo" : "/var/lib/nemovideo")}'.");

    /// <summary>Throws for a relative HOME, because a token would be written to the current directory.</summary>
    private static string Of(Environment.SpecialFolder place) =>
        Environment.GetFolderPath(place, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : throw new NemoException(
                NemoErrorKind.FileAccess,
                PathRules.IsWindows ? "The home folder is unknown."
                    : "The home folder is unknown, because the environment variable HOME isn't set to an absolute path.",
                (PathRules.IsWindows ? "Set" : "Set HOME to an absolute path, or set")
                    + " NEMO_HOME to the absolute path of a writable folder.")
            { Action = NemoAction.DisableCache };
}
