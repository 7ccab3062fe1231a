using System.Text;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Resolves the values of parameters to full paths, as PowerShell's own cmdlets do. A name that exists literally wins over its pattern,
/// because brackets are common in the names of folders.
/// </summary>
internal static class FilePaths
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The files of a path, with null for each error or skipped file.</summary>
    /// <remarks>
    /// Unless it is literal, a path can contain wildcards, and that of a folder means the media files in it. Metadata and previews of
    /// other files are skipped. <paramref name="reject"/> receives each error with the full path, if there is one. By default, it is
    /// written.
    /// </remarks>
    public static IEnumerable<string?> Resolve(
        NemoCommand cmdlet, string path, bool isLiteral, Action<string, ErrorRecord>? reject = null)
    {
        reject ??= (_, error) => cmdlet.WriteError(error);
        var isListed = path.Length > 0 && path[0] == PathTextAttribute.FileMark;
        isLiteral |= isListed;
        path = isListed ? path.TrimStart(PathTextAttribute.FileMark) : Trim(cmdlet, path);
        var (found, error) = GetFull(cmdlet, path) is not { } full
            ? ([], ErrorRecords.NotAFile(path, FindMissingDrive(cmdlet, path)))
            : isLiteral || File.Exists(full) ? ([FindForm(full)], null)
            : Expand(cmdlet, path, full);
        if (error is not null)
        {
            reject(path, error);
            return [null];
        }

        // A file that is named is an error later, unless nobody can mean it.
        isListed |= found.Count > 1 || !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        found.Where(IsSidecar).ToList().ForEach(cmdlet.Skipped.AddSidecar);
        return found.Where(file => !IsSidecar(file)).Select(file =>
        {
            if (Check(cmdlet, file, isLiteral) is not { } reason)
            {
                return file;
            }

            reject(file, reason);
            return null;
        });

        bool IsSidecar(string file) => MediaType.IsMetadata(file, isListed);
    }

    /// <summary>Removes what programs add to a path: spaces, quotes of "Copy as path", and invisible marks (PowerShell 25605).</summary>
    public static string Trim(NemoCommand cmdlet, string path)
    {
        var trimmed = path.Trim().Trim('"', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\uFEFF');
        return trimmed.Length == 0 || trimmed[0] == PathTextAttribute.FileMark || IsFileOrFolder(cmdlet, path) ? path : trimmed;
    }

    /// <summary>The path of a file whose name is in another Unicode form, as on macOS (owncloud/core 21365); else the same path.</summary>
    private static string FindForm(string path) => File.Exists(path) || MessageCheck.IsGarbled(path) ? path
        : new[] { path.Normalize(), path.Normalize(NormalizationForm.FormD) }.FirstOrDefault(File.Exists) ?? path;

    /// <summary>Whether a path is an existing folder in the file system.</summary>
    public static bool IsFolder(NemoCommand cmdlet, string path) => Directory.Exists(GetFull(cmdlet, path));

    /// <summary>Whether a path is an existing file or folder in the file system.</summary>
    public static bool IsFileOrFolder(NemoCommand cmdlet, string path) => Exists(GetFull(cmdlet, path));

    /// <summary>Whether a text is the path of an existing file or folder, or a pattern that matches one.</summary>
    public static bool IsPathOrPattern(NemoCommand cmdlet, string text) => IsFileOrFolder(cmdlet, text)
        || (WildcardPattern.ContainsWildcardCharacters(text) && Match(cmdlet, EscapeExisting(cmdlet, text)).Count > 0);

    /// <summary>The full path of a folder, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFolder(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFolder, cmdlet.ThrowTerminatingError)!;

    /// <summary>The full path of a file, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFile(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFile, cmdlet.ThrowTerminatingError)!;

    /// <summary>The full path of a file, existing or not; null with a non-terminating error if it is outside of the file system.</summary>
    public static string? TryResolveFile(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFile, cmdlet.WriteError);

    private static string? ResolveLocation(
        NemoCommand cmdlet, string path, Func<string, string?, ErrorRecord> createError, Action<ErrorRecord> report)
    {
        var full = GetFull(cmdlet, path);
        if (full is null)
        {
            report(createError(path, FindMissingDrive(cmdlet, path)));
        }

        return full;
    }

    /// <summary>The paths that a path with PowerShell syntax means, or the error if there are none.</summary>
    private static (List<string> Found, ErrorRecord? Error) Expand(NemoCommand cmdlet, string path, string full)
    {
        var pattern = EscapeExisting(cmdlet, path);
        var found = Directory.Exists(full) ? [full] : Match(cmdlet, pattern);
        if (found.Count == 0)
        {
            return ([], ErrorRecords.FileNotFound(path, isLiteral: false, pattern == path ? null : Match(cmdlet, path).FirstOrDefault()));
        }

        var folder = found[0];
        if (!Directory.Exists(folder) || (folder != full && WildcardPattern.ContainsWildcardCharacters(path)))
        {
            return (found, null);
        }

        // Like every pattern, it leaves out hidden files.
        var files = Match(cmdlet, Path.Combine(WildcardPattern.Escape(folder), "*"))
            .FindAll(static file => (MediaType.Of(file) ?? MediaType.AcceptedExtensionFor(file)) is not null && !Directory.Exists(file));
        return (files, files.Count > 0 ? null : ErrorRecords.FolderWithoutFile(folder));
    }

    /// <summary>The paths in the file system that match a pattern, in an order that doesn't depend on the culture.</summary>
    private static List<string> Match(NemoCommand cmdlet, string pattern)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            return IsFileSystem(provider) ? [.. found.Select(Path.GetFullPath).OrderBy(PathRules.SortKey, StringComparer.Ordinal)] : [];
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // Nothing can match it.
            return [];
        }
    }

    /// <summary>The path as a pattern, in which the longest part that exists has no wildcards.</summary>
    private static string EscapeExisting(NemoCommand cmdlet, string path)
    {
        var end = path.Length;
        while (end > 0 && !IsFileOrFolder(cmdlet, path.Substring(0, end)))
        {
            end = path.LastIndexOfAny(Separators, end - 1);
        }

        return end > 0 ? WildcardPattern.Escape(path.Substring(0, end)) + path.Substring(end) : path;
    }

    /// <summary>The error for a path that is no complete file; null for one that can be used.</summary>
    private static ErrorRecord? Check(NemoCommand cmdlet, string path, bool isLiteral) =>
        Directory.Exists(path) ? ErrorRecords.NotAFile(path)
        : !File.Exists(path) ? ErrorRecords.FileNotFound(path, isLiteral)
        : cmdlet.Growing.Contain(path) ? ErrorRecords.FileStillWritten(path)
        : null;

    /// <summary>The full path of a path, which can have a drive, a provider or ~; null if it isn't in the file system.</summary>
    private static string? GetFull(NemoCommand cmdlet, string path)
    {
        try
        {
            // For such a path, PowerShell reads all mount points, which takes longer than all other work on the file.
            if (PathRules.IsFullyQualified(path) && Exists(path))
            {
                return Path.GetFullPath(path);
            }

            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return IsFileSystem(provider) && Path.IsPathRooted(full) ? Path.GetFullPath(full) : null;
        }
        catch (System.Management.Automation.DriveNotFoundException) when (Path.DirectorySeparatorChar == '/')
        {
            // A name can contain a colon.
            var name = Path.Combine(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath, path);
            return Exists(name) ? Path.GetFullPath(name) : null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // For example, the drive doesn't exist.
            return null;
        }
    }

    /// <summary>The drive of a path if it doesn't exist; otherwise, null.</summary>
    private static string? FindMissingDrive(NemoCommand cmdlet, string path) =>
        cmdlet.SessionState.Path.IsPSAbsolute(path, out var drive) && !cmdlet.SessionState.Path.IsProviderQualified(path)
        && !path.Contains("://")
        && !cmdlet.SessionState.Drive.GetAll().Any(one => one.Name.Equals(drive, StringComparison.OrdinalIgnoreCase)) ? drive : null;

    private static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";

    private static bool Exists(string? path) => File.Exists(path) || Directory.Exists(path);
}
