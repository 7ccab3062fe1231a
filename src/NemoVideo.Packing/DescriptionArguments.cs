namespace NemoVideo.Packing;

/// <summary>The arguments from the build: a file with one name=value per line.</summary>
/// <param name="Manifest">The manifest in the source tree.</param>
/// <param name="Changelog">The changelog of the project.</param>
/// <param name="Readme">The readme of the project.</param>
/// <param name="Notices">The list of third-party assemblies with their licenses.</param>
/// <param name="LockFile">The lock file of the project that ships the assemblies.</param>
/// <param name="ProjectUrl">The URL of the repository without a slash at the end. Empty if it's unknown.</param>
/// <param name="Output">The output folder.</param>
/// <param name="Files">The files of the module that are copied unchanged.</param>
internal sealed record DescriptionArguments(
    string Manifest,
    string Changelog,
    string Readme,
    string Notices,
    string LockFile,
    string ProjectUrl,
    string Output,
    IReadOnlyList<ModuleFile> Files)
{
    /// <exception cref="FormatException">A line has no value, or a name is missing.</exception>
    public static DescriptionArguments Read(string path)
    {
        var values = System.IO.File.ReadAllLines(path)
            .Where(static line => line.Length > 0)
            .Select(static line => line.Split('=', 2))
            .ToLookup(static parts => parts[0], parts => parts is [_, var value] ? value : throw Invalid($"'{parts[0]}' has no value."));
        return new DescriptionArguments(
            One("manifest"),
            One("changelog"),
            One("readme"),
            One("notices"),
            One("lock"),
            One("url"),
            One("output"),
            [.. values["file"].Select(File)]);

        string One(string name) => values[name].SingleOrDefault() ?? throw Invalid($"'{name}' must be specified exactly once.");

        ModuleFile File(string value) => value.Split('|') is [var layoutPath, var source]
            ? new ModuleFile(layoutPath, source)
            : throw Invalid($"'{value}' must consist of a path in the module and a source file.");

        FormatException Invalid(string text) => new($"{path}: {text}");
    }
}
