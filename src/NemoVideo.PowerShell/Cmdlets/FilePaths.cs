using System.Collections.ObjectModel;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Resolves -Path and -LiteralPath to files. A path that isn't a file is a non-terminating error.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";
    private const string ProviderPrefix = @"Microsoft.PowerShell.Core\FileSystem::";

    private static bool IsUnix => Path.DirectorySeparatorChar == '/';

    /// <summary>The files of a path. A path from the pipeline is read as PowerShell syntax only if no file has that exact name.</summary>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, bool isLiteral, bool isPiped, bool followLinks)
    {
        var isFile = path.Length > 0 && path[0] == PathTextAttribute.FileMark;
        path = isFile ? path.Substring(1) : path;
        var candidates = Candidates(cmdlet, ref path, isLiteral || isFile, isPiped || isFile, out var folder);
        return candidates.Select(candidate => Find(cmdlet, path, candidate, folder, followLinks)).OfType<string>();
    }

    /// <summary>The full path of a folder, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFolder(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFolder);

    /// <summary>The full path of a file, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFile(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFile);

    /// <summary>The path before the first wildcard; null if there is no wildcard.</summary>
    private static string? FolderOf(PSCmdlet cmdlet, string path)
    {
        var folder = path.Replace('\\', '/');
        while (WildcardPattern.ContainsWildcardCharacters(folder))
        {
            folder = folder.TrimEnd('/');
            folder = folder.Substring(0, (folder.Contains('/') ? folder.LastIndexOf('/') : folder.LastIndexOf(':')) + 1);
        }

        return folder.Length == path.Length ? null
            : Path.GetFullPath(cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(folder.Length > 0 ? WildcardPattern.Unescape(folder) : "."));
    }

    /// <summary>The file to open; null with an error or a warning if there is none.</summary>
    private static string? Find(PSCmdlet cmdlet, string path, string candidate, string? specified, bool followLinks)
    {
        var isBelow = specified is null
            || candidate.StartsWith(specified.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
        if (IsUnix && !isBelow)
        {
            cmdlet.WriteError(ErrorRecords.BackslashInName(candidate));
            return null;
        }

        if (Directory.Exists(candidate))
        {
            cmdlet.WriteError(ErrorRecords.NotAFile(candidate));
            return null;
        }

        string? file;
        try
        {
            file = LinkedFile.Resolve(candidate, (isBelow ? specified : null) ?? Path.GetDirectoryName(candidate)!, followLinks);
        }
        catch (NemoException unreadable)
        {
            cmdlet.WriteError(ErrorRecords.From(unreadable, candidate));
            return null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            cmdlet.WriteError(ErrorRecords.FileNotFound(path));
            return null;
        }

        if (file is null)
        {
            cmdlet.WriteWarning(DisplayText.Message(
                $"'{candidate}' was skipped. Its path contains a symbolic link that leads out of the folder or belongs to another user. "
                + "To upload the file anyway, use -FollowSymlink."));
        }
        else if (!File.Exists(file))
        {
            cmdlet.WriteError(ErrorRecords.FileNotFound(path));
            return null;
        }

        return file;
    }

    private static string ResolveLiteral(PSCmdlet cmdlet, string path, Func<string, ErrorRecord> createError)
    {
        if (TryResolveLiteral(cmdlet, path) is { } resolved && resolved.IndexOfAny(Path.GetInvalidPathChars()) < 0)
        {
            return resolved;
        }

        cmdlet.ThrowTerminatingError(createError(path));
        throw new InvalidOperationException();
    }

    /// <summary>The full path; null if it is not in the file system.</summary>
    private static string? TryResolveLiteral(PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == FileSystem ? resolved : null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return null;
        }
    }

    /// <summary>The files that a path names; none with an error. Their folder is null if each file's own folder was specified.</summary>
    private static Collection<string> Candidates(PSCmdlet cmdlet, ref string path, bool isLiteral, bool isExact, out string? folder)
    {
        folder = null;
        ErrorRecord error;
        try
        {
            if (IsUnix && isExact && isLiteral && path.StartsWith(ProviderPrefix + "/", StringComparison.Ordinal))
            {
                path = path.Substring(ProviderPrefix.Length);
            }

            // On Unix, another user can put a backslash in a file name. PowerShell would read it as a separator.
            var exact = IsUnix ? FindExact(cmdlet, path) : null;
            if (IsUnix && path.Contains('\\') && (isExact || exact is not null))
            {
                error = ErrorRecords.BackslashInName(path);
            }
            else if (isExact && exact is not null)
            {
                return [exact];
            }
            else
            {
                isLiteral |= isExact && File.Exists(TryResolveLiteral(cmdlet, path));
                ProviderInfo provider;
                Collection<string> found = isLiteral
                    ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                    : cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
                if (provider.Name == FileSystem && found.All(Path.IsPathRooted) && found.Count > 0)
                {
                    folder = isLiteral ? null : FolderOf(cmdlet, path);
                    return [.. found.Select(Path.GetFullPath)];
                }

                error = provider.Name == FileSystem ? ErrorRecords.FileNotFound(path) : ErrorRecords.NotAFile(path);
            }
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            error = ErrorRecords.FileNotFound(path);
        }

        cmdlet.WriteError(error);
        return [];
    }

    /// <summary>The file with exactly this name, below the current location unless it is a full path; null for none.</summary>
    private static string? FindExact(PSCmdlet cmdlet, string path) =>
        Path.GetFullPath(Path.Combine(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath, path)) is var exact && File.Exists(exact)
            ? exact
            : null;
}
