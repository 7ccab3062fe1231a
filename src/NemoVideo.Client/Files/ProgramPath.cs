namespace NemoVideo.Client.Files;

/// <summary>Finds programs on the PATH. If .NET or Windows gets only a file name, it searches the current folder first.</summary>
public static class ProgramPath
{
    /// <summary>The full path of a program; null if it isn't installed. Relative folders on the PATH are ignored.</summary>
    /// <param name="fileName">The file name of the program.</param>
    /// <param name="path">The value of the environment variable PATH; null for none.</param>
    public static string? Find(string fileName, string? path) =>
        AbsoluteFolders(path).Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> AbsoluteFolders(string? path) => (path ?? "").Split(Path.PathSeparator)
        .Where(static folder => folder.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(folder));
}
