using System.Text.RegularExpressions;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Resolves the values of parameters to paths of files and folders.</summary>
internal static class FilePaths
{
    private const string Provider = @"Microsoft.PowerShell.Core\FileSystem::";
    private static readonly char[] Separators = ['/', '\\'];
    private static readonly char[] Wildcards = ['*', '?', '['];

    /// <summary>The files of a path, with null for each error or skipped file.</summary>
    /// <remarks>
    /// A literal path contains no wildcards, because another user may have chosen the name. Any other path can be that of a folder, which
    /// means the media files in it. The files that macOS adds to others are left out. <paramref name="reject"/> receives the errors of a
    /// literal path with its full path, if it has one. By default, they are written.
    /// </remarks>
    public static IEnumerable<string?> Resolve(
        NemoCommand cmdlet, string path, bool isLiteral, Action<string, ErrorRecord>? reject = null)
    {
        reject ??= (_, error) => cmdlet.WriteError(error);
        var isFile = path.Length > 0 && path[0] == PathTextAttribute.FileMark;
        (path, isLiteral) = isFile ? (path.Substring(1), true) : (path, isLiteral);
        string? folder = null;
        var isAmbiguous = !isLiteral && IsAmbiguous(cmdlet, path);
        List<string?>? found = [];
        try
        {
            found = isAmbiguous ? null
                : !isLiteral ? Expand(cmdlet, path, out folder)
                : isFile || ExistsLiterally(cmdlet, path) || !IsFileOrFolder(cmdlet, path) ? [Path.GetFullPath(Combine(cmdlet, path))]
                : [FromPowerShell(cmdlet, path)];
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // No file can have this path.
        }

        if (found is not { Count: > 0 })
        {
            reject(path, isAmbiguous ? ErrorRecords.BackslashInName(path)
                : found is null ? ErrorRecords.NotAFile(path)
                : folder is not null && (!HasWildcard(path, out _) || IsFolder(cmdlet, path)) ? ErrorRecords.FolderWithoutFile(folder)
                : ErrorRecords.FileNotFound(path, isLiteral, isLiteral ? null : FindMatch(cmdlet, path)));
            return [null];
        }

        if (found.Find(IsAppleDouble) is { } metadata)
        {
            cmdlet.WarnOnce(
                $"'{metadata}' was skipped, because it contains only metadata that macOS stores for another file. "
                    + "Other files of this kind are skipped without a warning.",
                nameof(IsAppleDouble));
            found.RemoveAll(IsAppleDouble);
        }

        return found.Select(file => file is null ? null : Find(cmdlet, file, error => RejectFile(file, error))).Distinct();

        void RejectFile(string file, ErrorRecord? error) =>
            reject(file, error ?? ErrorRecords.FileNotFound(isLiteral ? path : file, isLiteral));
    }

    /// <summary>Whether a path is an existing folder in the file system.</summary>
    public static bool IsFolder(NemoCommand cmdlet, string path) => Find(cmdlet, path, Directory.Exists);

    /// <summary>Whether a path is an existing file or folder in the file system.</summary>
    public static bool IsFileOrFolder(NemoCommand cmdlet, string path) => Find(cmdlet, path, Exists);

    /// <summary>Whether a file or folder has exactly this path, which isn't read as PowerShell syntax.</summary>
    public static bool ExistsLiterally(NemoCommand cmdlet, string path) =>
        path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Exists(Combine(cmdlet, path));

    private static bool Find(NemoCommand cmdlet, string path, Func<string, bool> exists)
    {
        try
        {
            return !IsAmbiguous(cmdlet, path) && FromPowerShell(cmdlet, path) is { } found && exists(found);
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // Nothing can have this path.
            return false;
        }
    }

    /// <summary>The full path of a folder, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFolder(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFolder, cmdlet.ThrowTerminatingError)!;

    /// <summary>The full path of a file, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFile(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFile, cmdlet.ThrowTerminatingError)!;

    /// <summary>The full path of a file, existing or not; null with a non-terminating error if it is outside of the file system.</summary>
    public static string? TryResolveFile(NemoCommand cmdlet, string path) =>
        ResolveLocation(cmdlet, path, ErrorRecords.NotAFile, cmdlet.WriteError);

    /// <summary>The file to open; null with an error (null if nothing has this path) or a warning if there is none.</summary>
    private static string? Find(NemoCommand cmdlet, string path, Action<ErrorRecord?> reject)
    {
        if (path.Length > 1 && path[path.Length - 1] == Path.DirectorySeparatorChar && !Directory.Exists(path))
        {
            // The separator would make the file its own folder.
            path = path.TrimEnd(Path.DirectorySeparatorChar);
        }

        var error = HasBackslash(path) ? ErrorRecords.BackslashInName(path)
            : HasReplacement(path) ? ErrorRecords.NameNotUtf8(path)
            : Directory.Exists(path) ? ErrorRecords.NotAFile(path)
            : null;
        try
        {
            if (error is null && File.Exists(path))
            {
                if (!cmdlet.Growing.Contain(path))
                {
                    return path;
                }

                error = ErrorRecords.FileStillWritten(path);
            }
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // No file can have this path.
        }

        reject(error);
        return null;
    }

    private static string? ResolveLocation(
        NemoCommand cmdlet, string path, Func<string, ErrorRecord> createError, Action<ErrorRecord> report)
    {
        string? resolved = null;
        try
        {
            resolved = IsAmbiguous(cmdlet, path) ? null : FromPowerShell(cmdlet, path);
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // The error below is clearer.
        }

        if (resolved is null || resolved.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            report(HasBackslash(path) ? ErrorRecords.BackslashInName(path) : createError(path));
            return null;
        }

        return resolved;
    }

    /// <summary>The full path of a path with a drive or ~; null if it is not in the file system.</summary>
    private static string? FromPowerShell(NemoCommand cmdlet, string path)
    {
        var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" && Path.IsPathRooted(resolved) ? Path.GetFullPath(resolved) : null;
    }

    /// <summary>PowerShell reads all mount points for its current location, which takes longer than all other work on a path.</summary>
    private static string Combine(NemoCommand cmdlet, string path) => Path.IsPathRooted(path) ? path
        : Path.Combine(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath, path);

    /// <summary>Whether a path contains a backslash. On Unix, it can be part of a name, but PowerShell reads it as a folder separator.</summary>
    public static bool HasBackslash(string path) => Path.DirectorySeparatorChar == '/' && path.Contains('\\');

    /// <summary>
    /// Whether .NET could find another file. On Unix, it reads each byte of a name that isn't valid UTF-8 as U+FFFD, and another user can
    /// create a file with this character in its name.
    /// </summary>
    public static bool HasReplacement(string path) => Path.DirectorySeparatorChar == '/' && path.Contains('\uFFFD');

    /// <summary>Whether PowerShell could find another file because of a backslash. A path such as .\out can't leave the folder.</summary>
    private static bool IsAmbiguous(NemoCommand cmdlet, string path)
    {
        path = path.StartsWith(Provider, StringComparison.OrdinalIgnoreCase) ? path.Substring(Provider.Length) : path;
        return HasBackslash(path)
            && (path[0] == '\\' || path.IndexOfAny(['/', '~', ':']) >= 0 || path.Contains("..") || Exists(Combine(cmdlet, path)));
    }

    public static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    /// <summary>Whether a text is the path of an existing file or folder, or a pattern that matches one.</summary>
    public static bool IsPathOrPattern(NemoCommand cmdlet, string text) =>
        IsFileOrFolder(cmdlet, text)
        || (HasWildcard(text, out _) && !IsAmbiguous(cmdlet, text) && FindMatch(cmdlet, text) is not null);

    /// <summary>A path that a pattern matches, even if a part of the pattern is also a name; null for none.</summary>
    private static string? FindMatch(NemoCommand cmdlet, string pattern)
    {
        try
        {
            return Search(cmdlet, pattern, ignoreNames: true, out _)?.Find(static path => path is not null);
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // Nothing can match it.
            return null;
        }
    }

    /// <summary>The files of a path with PowerShell syntax, and the folder that contains them. Null outside of the file system.</summary>
    private static List<string?>? Expand(NemoCommand cmdlet, string path, out string? folder)
    {
        folder = null;
        var found = Find(cmdlet, path, Exists) ? [FromPowerShell(cmdlet, path)]
            : Search(cmdlet, path, ignoreNames: false, out folder);
        if (folder is not null || found is not { Count: 1 } || found[0] is not { } named || !Directory.Exists(named))
        {
            return found;
        }

        // Like every pattern, it leaves out hidden files.
        folder = named;
        return [.. new WildcardSearch(cmdlet, ["*"]).Find(named).Where(static file =>
            file is null || ((MediaType.Of(file) ?? MediaType.AcceptedExtensionFor(file)) is not null && !Directory.Exists(file)))];
    }

    /// <summary>The paths that a path with wildcards matches, and the folder before the first wildcard; null for no wildcard.</summary>
    private static List<string?>? Search(NemoCommand cmdlet, string path, bool ignoreNames, out string? folder)
    {
        folder = null;
        var start = !HasWildcard(path, out var text) ? path.Length
            : (text.LastIndexOfAny(Separators) is >= 0 and var separator ? separator : text.LastIndexOf(':')) + 1;
        var prefix = path.Substring(0, start);
        var resolved = FromPowerShell(cmdlet, start == 0 ? "." : WildcardPattern.Unescape(prefix));
        folder = start < path.Length ? resolved : null;
        var segments = path.Substring(start).Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return resolved is null ? null : [.. new WildcardSearch(cmdlet, segments, ignoreNames).Find(resolved)];
    }

    /// <summary>Whether a file has a name of those that macOS writes beside others on a network drive.</summary>
    private static bool IsAppleDouble(string? path) => Path.GetFileName(path)?.StartsWith("._", StringComparison.Ordinal) == true;

    /// <summary>Whether a text contains a wildcard that isn't escaped. Returns the part before it.</summary>
    public static bool HasWildcard(string text, out string start)
    {
        start = text.IndexOfAny(Wildcards) < 0 ? text : Regex.Match(text, "^(?:`.|[^*?[])*", RegexOptions.Singleline).Value;
        return start.Length < text.Length;
    }
}
