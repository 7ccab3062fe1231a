using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Finds the paths below a folder that match the segments of a path with wildcards.</summary>
/// <remarks>
/// PowerShell's own search reads a backslash in a name as a folder separator, and other users can create such names. Brackets are common in
/// names, so a segment that is the name of a file or folder isn't a pattern, except to find out what the pattern matches.
/// </remarks>
internal sealed class WildcardSearch(NemoCommand cmdlet, string[] segments, bool ignoreNames = false)
{
    /// <summary>
    /// The paths below a folder. Null stands for a folder that was reported or skipped. A folder whose name can refer to another one is in
    /// the result, so that it is reported.
    /// </summary>
    public IEnumerable<string?> Find(string folder, int index = 0)
    {
        if (index == segments.Length || FilePaths.HasBackslash(folder) || FilePaths.HasReplacement(folder))
        {
            return [folder];
        }

        var named = Path.Combine(folder, segments[index]);
        var isName = !ignoreNames && FilePaths.Exists(named);
        if (isName || !FilePaths.HasWildcard(segments[index], out _))
        {
            var path = isName ? named : Path.Combine(folder, WildcardPattern.Unescape(segments[index]));
            return FilePaths.Exists(path) ? Descend(path, index + 1, isNamed: true) : [];
        }

        return Directory.Exists(folder) ? Match(folder, index) : [];
    }

    private IEnumerable<string?> Match(string folder, int index)
    {
        if (cmdlet.Stopping)
        {
            throw new PipelineStoppedException();
        }

        try
        {
            // Only the names: reading the attributes of one hostile name would end the listing.
            var pattern = new WildcardPattern(segments[index], WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            var names = Directory.EnumerateFileSystemEntries(folder).Select(static path => Path.GetFileName(path)).Where(pattern.IsMatch);
            return names.OrderBy(static name => name, StringComparer.Ordinal).ToList()
                .SelectMany(name => Descend(Path.Combine(folder, name), index + 1));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            cmdlet.WriteError(ErrorRecords.FolderNotReadable(folder, exception));
            return [null];
        }
    }

    private IEnumerable<string?> Descend(string path, int index, bool isNamed = false)
    {
        var entry = new FileInfo(path);
        try
        {
            // .NET can't find a name that isn't valid UTF-8, so it is reported as missing.
            var isFound = (int)entry.Attributes != -1;
            if (!isFound || (!isNamed && entry.Attributes.HasFlag(FileAttributes.Hidden)) || (index < segments.Length && !Directory.Exists(path)))
            {
                return isFound ? [] : [path];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // If it is a file, opening it reports the error.
            if (index < segments.Length)
            {
                cmdlet.WriteError(ErrorRecords.FolderNotReadable(path, exception));
                return [null];
            }
        }

        return Find(path, index);
    }
}
