namespace NemoVideo.Client.Exports;

/// <summary>
/// Names the output files of a run. The names come from sessions, and so from the service. Characters that a file system doesn't allow
/// become spaces, which no token contains, and no name leads outside the folder. If a name is taken, <c> (2)</c> is added to it.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="overwrite">Whether existing files with a requested name are replaced. A file with an added number never is.</param>
public sealed class OutputFileNames(string folder, bool overwrite)
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly ReservedPaths _paths = new(new KeptPaths());

    /// <summary>The folder of the files.</summary>
    public string Folder => folder;

    /// <summary>The files that are never replaced, such as sources. They can be added at any time.</summary>
    public KeptPaths Kept => _paths.Kept;

    /// <summary>
    /// Reserves a name and returns the full path of its file. If another file of the run has the name, or if the file exists and may not be
    /// replaced, this is the next free name.
    /// </summary>
    /// <param name="name">The requested name, without extension.</param>
    /// <param name="extension">The extension, without a dot.</param>
    /// <exception cref="NemoException">The folder isn't writable.</exception>
    public string Reserve(string name, string extension) => Reserve(Path.Combine(folder, $"{SafeFileName.Of(name)}.{extension}"));

    /// <summary>
    /// Reserves a path below the folder and returns the full path of its file. As <see cref="Reserve(string, string)"/> does, it replaces
    /// characters, and adds a number if the name is taken.
    /// </summary>
    /// <param name="relativePath">The requested path, such as <c>day 1/beach</c>. The extension can be omitted.</param>
    /// <param name="extension">The extension, without a dot.</param>
    /// <exception cref="NemoException">The path is blank or leads outside of the folder, or the file's folder isn't writable.</exception>
    public string ReserveRelative(string relativePath, string extension) => Reserve(PathOf(relativePath, extension));

    private string PathOf(string relativePath, string extension)
    {
        if (string.IsNullOrWhiteSpace(relativePath))
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, "The file name is blank.", "Specify a file name.");
        }

        var parts = relativePath.Split(Separators);
        if (parts[0].Trim().Length == 0 || parts.Contains("..") || Path.IsPathRooted(relativePath))
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument, $"The file name '{relativePath}' refers to a location outside the destination folder.",
                "Specify a file name or a relative path that doesn't contain '..'.");
        }

        var names = parts.Where(static part => part.Trim() is not ("" or ".")).ToArray();
        var last = names.Length == 0 ? "" : names[names.Length - 1];
        var stem = last.EndsWith($".{extension}", StringComparison.OrdinalIgnoreCase)
            ? last.Substring(0, last.Length - extension.Length - 1) : last;
        return Path.Combine([folder, .. names.Take(names.Length - 1).Select(SafeFileName.Of), $"{SafeFileName.Of(stem)}.{extension}"]);
    }

    /// <summary>
    /// Writes a text file with exactly this name and returns its full path. If the file exists and may not be replaced, or if another file
    /// of the run has the name, the file gets the next free name.
    /// </summary>
    /// <param name="fileName">The name, with its extension.</param>
    /// <param name="text">The content, written as UTF-8.</param>
    /// <exception cref="NemoException">The file can't be written.</exception>
    public string Write(string fileName, string text)
    {
        var reserved = FindFree(Path.Combine(folder, fileName));
        return TextFile.Write(reserved, text, ClaimOf(reserved), _paths.Next);
    }

    /// <summary>
    /// The file for a reserved path. When it is complete, it replaces an existing file only if that is still allowed. Otherwise, it gets
    /// the next free name, which no other file of the run has.
    /// </summary>
    internal VideoFile FileOf(string reserved) => new(reserved, ClaimOf(reserved), _paths.Next);

    private Func<string, NameClaim> ClaimOf(string reserved)
    {
        var isRequested = _paths.IsRequested(reserved);
        return path => path != reserved ? _paths.TryReserve(path, reserved) ? NameClaim.New : NameClaim.Taken
            : isRequested && CanReplace(path) ? NameClaim.Replacing : NameClaim.New;
    }

    private string Reserve(string requested)
    {
        new VideoFile(requested, overwrite).CheckFolder();
        return FindFree(requested);
    }

    private string FindFree(string requested) => _paths.ReserveFree(
        requested, path => (File.Exists(path) || Directory.Exists(path)) && !(path == requested && CanReplace(path)));

    private bool CanReplace(string path) => overwrite && !Directory.Exists(path) && !Kept.Contains(path);
}
