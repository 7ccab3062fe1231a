using System.Collections.ObjectModel;
using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Resolves what -Path and -LiteralPath name to files; what is none becomes one error, and the others go on.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <param name="cmdlet">The cmdlet, whose location the paths are relative to.</param>
    /// <param name="path">A path, with wildcards where not <paramref name="isLiteral"/>.</param>
    /// <param name="isLiteral">Whether each character stands for itself.</param>
    /// <param name="isPiped">
    /// Whether it came down the pipeline, such as the Path of an object: it names the file that there is, whose name may hold
    /// brackets, and these are wildcards only where there is none.
    /// </param>
    /// <param name="followLinks">Whether a link that leaves the folder given is followed; otherwise it is skipped with a warning.</param>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, bool isLiteral, bool isPiped, bool followLinks)
    {
        isLiteral |= isPiped && IsFile(cmdlet, path);
        foreach (var candidate in Candidates(cmdlet, path, isLiteral))
        {
            if (Find(cmdlet, path, candidate, FolderOf(cmdlet, path, candidate, isLiteral), followLinks) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>The folder that a path names, whether it is there or not; null with an error where it is none of the file system.</summary>
    public static string? ResolveFolder(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFolder);

    /// <summary>The file that a path names, whether it is there or not; ends the cmdlet where it is none of the file system.</summary>
    public static string ResolveFile(PSCmdlet cmdlet, string path) => ResolveLiteral(cmdlet, path, ErrorRecords.NotAFile)!;

    /// <summary>The folder that was given: what precedes the first wildcard, or else that of the file.</summary>
    private static string FolderOf(PSCmdlet cmdlet, string path, string file, bool isLiteral)
    {
        var folder = Path.GetDirectoryName(path);
        while (!isLiteral && WildcardPattern.ContainsWildcardCharacters(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var given = isLiteral || folder is null ? null : cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(folder.Length > 0 ? folder : ".");
        return given is not null && file.StartsWith(given, StringComparison.Ordinal) ? given : Path.GetDirectoryName(file)!;
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
                cmdlet.WriteWarning(DisplayText.Message($"'{candidate}' was skipped because it is, or is below, a symbolic link that leads out of its folder or belongs to another user. To upload it, use -FollowSymlink."));
            }
            else if (!File.Exists(file))
            {
                cmdlet.WriteError(ErrorRecords.FileNotFound(path));
                return null;
            }

            return file;
        }
        catch (NemoException unreadable)
        {
            cmdlet.WriteError(ErrorRecords.From(unreadable, candidate));
            return null;
        }
    }

    private static bool IsFile(PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == FileSystem && File.Exists(resolved);
        }
        catch (Exception exception) when (exception is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            return false;
        }
    }

    private static string? ResolveLiteral(PSCmdlet cmdlet, string path, Func<string, ErrorRecord> createError)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == FileSystem && resolved.IndexOfAny(Path.GetInvalidPathChars()) < 0)
            {
                return resolved;
            }
        }
        catch (Exception exception) when (exception is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            // No such drive: as little of the file system as any other.
        }

        cmdlet.ThrowTerminatingError(createError(path));
        return null;
    }

    private static Collection<string> Candidates(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> found = isLiteral
                ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name == FileSystem)
            {
                if (found.Count == 0)
                {
                    cmdlet.WriteError(ErrorRecords.FileNotFound(path));
                }

                return found;
            }

            cmdlet.WriteError(ErrorRecords.NotAFile(path));
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            cmdlet.WriteError(ErrorRecords.FileNotFound(path));
        }

        return [];
    }
}
