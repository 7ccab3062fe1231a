using System.Text;

namespace NemoVideo.PowerShell;

/// <summary>
/// Resolves the values of parameters to full paths, as PowerShell's own cmdlets do. A name that exists literally wins over its pattern,
/// because brackets are common in the names of folders.
/// </summary>
internal sealed class FilePaths(PipelineWriter output)
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly GrowingFiles _growing = new(output);

    /// <summary>The current folder.</summary>
    public string Current => Paths.CurrentFileSystemLocation.ProviderPath;

    private PathIntrinsics Paths => output.Session.Path;

    /// <summary>The files of a path, with null for each error or skipped file.</summary>
    /// <remarks>
    /// Unless it is literal, a path can contain wildcards, and that of a folder means the media files in it. Metadata and previews of
    /// other files are skipped. <paramref name="reject"/> receives each error with the full path, if there is one. By default, it is
    /// written.
    /// </remarks>
    public async Task<List<string?>> ResolveAsync(string path, bool isLiteral, Action<string, ErrorRecord>? reject = null)
    {
        reject ??= (_, error) => output.WriteError(error);
        var isListed = path.Length > 0 && path[0] == PathTextAttribute.FileMark;
        isLiteral |= isListed;
        path = isListed ? path.TrimStart(PathTextAttribute.FileMark) : Trim(path);
        var (found, error) = GetFull(path) is not { } full
            ? ([], ErrorRecords.NotAFile(path, FindMissingDrive(path)))
            : isLiteral || File.Exists(full) ? ([FindForm(full)], null)
            : Expand(path, full);
        if (error is not null)
        {
            reject(path, error);
            return [null];
        }

        // A file that is named is an error later, unless nobody can mean it.
        isListed |= found.Count > 1 || !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        List<string?> files = [];
        foreach (var file in found)
        {
            if (MediaType.IsMetadata(file, isListed))
            {
                output.Skipped.AddSidecar(file);
            }
            else if (await CheckAsync(file, isLiteral) is { } reason)
            {
                reject(file, reason);
                files.Add(null);
            }
            else
            {
                files.Add(file);
            }
        }

        return files;
    }

    /// <summary>Removes what programs add to a path: spaces, quotes of "Copy as path", and invisible marks (PowerShell 25605).</summary>
    public string Trim(string path)
    {
        var trimmed = path.Trim().Trim('"', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\uFEFF');
        return trimmed.Length == 0 || trimmed[0] == PathTextAttribute.FileMark || IsFileOrFolder(path) ? path : trimmed;
    }

    /// <summary>Whether a path is an existing folder in the file system.</summary>
    public bool IsFolder(string path) => Directory.Exists(GetFull(path));

    /// <summary>Whether a path is an existing file in the file system.</summary>
    public bool IsFile(string path) => File.Exists(GetFull(path));

    /// <summary>Whether a path is an existing file or folder in the file system.</summary>
    public bool IsFileOrFolder(string path) => Exists(GetFull(path));

    /// <summary>Whether a text is the path of an existing file or folder, or a pattern that matches one.</summary>
    public bool IsPathOrPattern(string text) => IsFileOrFolder(text)
        || (WildcardPattern.ContainsWildcardCharacters(text) && Match(EscapeExisting(text)).Count > 0);

    /// <summary>The full path of a folder, existing or not.</summary>
    /// <exception cref="CommandException">The path is outside of the file system.</exception>
    public string ResolveFolder(string path) =>
        GetFull(path) ?? throw new CommandException(ErrorRecords.NotAFolder(path, FindMissingDrive(path)));

    /// <summary>The full path of a file, existing or not.</summary>
    /// <exception cref="CommandException">The path is outside of the file system.</exception>
    public string ResolveFile(string path) =>
        GetFull(path) ?? throw new CommandException(ErrorRecords.NotAFile(path, FindMissingDrive(path)));

    /// <summary>The path of a file whose name is in another Unicode form, as on macOS (owncloud/core 21365); else the same path.</summary>
    private static string FindForm(string path) => File.Exists(path) || MessageCheck.IsGarbled(path) ? path
        : new[] { path.Normalize(), path.Normalize(NormalizationForm.FormD) }.FirstOrDefault(File.Exists) ?? path;

    /// <summary>The paths that a path with PowerShell syntax means, or the error if there are none.</summary>
    private (List<string> Found, ErrorRecord? Error) Expand(string path, string full)
    {
        var pattern = EscapeExisting(path);
        var found = Directory.Exists(full) ? [full] : Match(pattern);
        if (found.Count == 0)
        {
            return ([], ErrorRecords.FileNotFound(path, isLiteral: false, pattern == path ? null : Match(path).FirstOrDefault()));
        }

        var folder = found[0];
        if (!Directory.Exists(folder) || (folder != full && WildcardPattern.ContainsWildcardCharacters(path)))
        {
            return (found, null);
        }

        // Like every pattern, it leaves out hidden files.
        var files = Match(Path.Combine(WildcardPattern.Escape(folder), "*"))
            .FindAll(static file => (MediaType.Of(file) ?? MediaType.AcceptedExtensionFor(file)) is not null && !Directory.Exists(file));
        return (files, files.Count > 0 ? null : ErrorRecords.FolderWithoutFile(folder));
    }

    /// <summary>The paths in the file system that match a pattern, in an order that doesn't depend on the culture.</summary>
    private List<string> Match(string pattern)
    {
        try
        {
            var found = Paths.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            return IsFileSystem(provider) ? [.. found.Select(Path.GetFullPath).OrderBy(PathRules.SortKey, StringComparer.Ordinal)] : [];
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // Nothing can match it.
            return [];
        }
    }

    /// <summary>The path as a pattern, in which the longest part that exists has no wildcards.</summary>
    private string EscapeExisting(string path)
    {
        var end = path.Length;
        while (end > 0 && !IsFileOrFolder(path.Substring(0, end)))
        {
            end = path.LastIndexOfAny(Separators, end - 1);
        }

        return end > 0 ? WildcardPattern.Escape(path.Substring(0, end)) + path.Substring(end) : path;
    }

    /// <summary>The error for a path that is no complete file; null for one that can be used.</summary>
    private async Task<ErrorRecord?> CheckAsync(string path, bool isLiteral) =>
        Directory.Exists(path) ? ErrorRecords.NotAFile(path)
        : !File.Exists(path) ? ErrorRecords.FileNotFound(path, isLiteral)
        : await _growing.ContainAsync(path) ? ErrorRecords.FileStillWritten(path)
        : null;

    /// <summary>The full path of a path, which can have a drive, a provider or ~; null if it isn't in the file system.</summary>
    private string? GetFull(string path)
    {
        try
        {
            // For such a path, PowerShell reads all mount points, which takes longer than all other work on the file.
            if (PathRules.IsFullyQualified(path) && Exists(path))
            {
                return Path.GetFullPath(path);
            }

            var full = Paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return IsFileSystem(provider) && Path.IsPathRooted(full) ? Path.GetFullPath(full) : null;
        }
        catch (System.Management.Automation.DriveNotFoundException) when (Path.DirectorySeparatorChar == '/')
        {
            // A name can contain a colon.
            var name = Path.Combine(Current, path);
            return Exists(name) ? Path.GetFullPath(name) : null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // For example, the drive doesn't exist.
            return null;
        }
    }

    /// <summary>The drive of a path if it doesn't exist; otherwise, null.</summary>
    private string? FindMissingDrive(string path) =>
        Paths.IsPSAbsolute(path, out var drive) && !Paths.IsProviderQualified(path) && !path.Contains("://")
        && !output.Session.Drive.GetAll().Any(one => one.Name.Equals(drive, StringComparison.OrdinalIgnoreCase)) ? drive : null;

    private static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";

    private static bool Exists(string? path) => File.Exists(path) || Directory.Exists(path);
}
