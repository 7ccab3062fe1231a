using System.Diagnostics;

namespace NemoVideo.Client.Files;

/// <summary>Finds programs on the PATH. If .NET or Windows gets only a file name, it searches the current folder first.</summary>
public static class ProgramPath
{
    private const string SettingPrefix = "NEMO_";

    /// <summary>The full path of a program; null if it isn't installed. Relative folders on the PATH are ignored.</summary>
    /// <param name="fileName">The file name of the program.</param>
    /// <param name="path">The value of the environment variable PATH; null for none.</param>
    public static string? Find(string fileName, string? path) =>
        AbsoluteFolders(path).Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>Removes all <c>NEMO_</c> variables, which can contain the token, from the environment of a program.</summary>
    /// <param name="start">The start information of the program.</param>
    public static void CleanEnvironment(ProcessStartInfo start)
    {
        var environment = (start ?? throw new ArgumentNullException(nameof(start))).Environment;
        var settings = environment.Keys.Where(static name => name.StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase));
        foreach (var name in settings.ToList())
        {
            environment.Remove(name);
        }
    }

    private static IEnumerable<string> AbsoluteFolders(string? path) => (path ?? "").Split(Path.PathSeparator)
        .Where(static folder => folder.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(folder));
}
