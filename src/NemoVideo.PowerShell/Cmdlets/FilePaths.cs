using System.Collections.ObjectModel;
using NemoVideo.PowerShell.Errors;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Resolves -Path and -LiteralPath to files. A path that isn't a file is a non-terminating error.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>
    /// The files of a path. If it came from the pipeline, its brackets are wildcards only if no file has that exact name. Links out of the
    /// specified folder are followed, or else skipped with a warning.
    /// </summary>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, bool isLiteral, bool isPiped, bool followLinks)
    {
        isLiteral |= isPiped && File.Exists(TryResolveLiteral(cmdlet, path));
        foreach (var candidate in Candidates(cmdlet, path, isLiteral))
        {
            if (Find(cmdlet, path, candidate, FolderOf(cmdlet, path, candidate, isLiteral), followLinks) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>The full path of a folder, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFolder(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFolder);

    /// <summary>The full path of a file, existing or not. A path outside of the file system is a terminating error.</summary>
    public static string ResolveFile(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFile);

    /// <summary>The specified folder: the path before the first wildcard, or else the folder of the file.</summary>
    private static string FolderOf(PSCmdlet cmdlet, string path, string file, bool isLiteral)
    {
        var folder = Path.GetDirectoryName(path);
        while (!isLiteral && WildcardPattern.ContainsWildcardCharacters(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var specified = isLiteral || folder is null ? null
            : cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(folder.Length > 0 ? folder : ".");
        return specified is not null && file.StartsWith(specified, StringComparison.Ordinal) ? specified : Path.GetDirectoryName(file)!;
    }

    /// <summary>The file to open; null with an error or a warning if there is none.</summary>
    private static string? Find(PSCmdlet cmdlet, string path, string candidate, string folder, bool followLinks)
    {
        if (Directory.Exists(candidate))
        {
            cmdlet.WriteError(ErrorRecords.NotAFile(candidate));
            return null;
        }

        try
        {
            var file = LinkedFile.Resolve(candidate, folder, followLinks);
            if (file is null)
            {
                cmdlet.WriteWarning(DisplayText.Message(
                    $"'{candidate}' was skipped because its path has a symbolic link out of the folder, or of another user. "
                    + "To upload it, use -FollowSymlink."));
            }
            else if (File.Exists(file))
            {
                return file;
            }
            else
            {
                cmdlet.WriteError(ErrorRecords.FileNotFound(path));
            }
        }
        catch (NemoException unreadable)
        {
            cmdlet.WriteError(ErrorRecords.From(unreadable, candidate));
        }

        return null;
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
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            return null;
        }
    }

    private static Collection<string> Candidates(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> found = isLiteral
                ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name == FileSystem && found.Count > 0)
            {
                return found;
            }

            cmdlet.WriteError(provider.Name == FileSystem ? ErrorRecords.FileNotFound(path) : ErrorRecords.NotAFile(path));
        }
        catch (Exception exception) when (exception is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            cmdlet.WriteError(ErrorRecords.FileNotFound(path));
        }

        return [];
    }
}
