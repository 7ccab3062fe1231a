namespace NemoVideo.PowerShell;

internal static class RequestFiles
{
    /// <summary>The files, the files of folders, and the URLs that a request names; null for each that was reported.</summary>
    public static async Task<List<UploadSource?>> FindAsync(FilePaths paths, SessionChoice session, IEnumerable<string> names)
    {
        List<UploadSource?> sources = [];
        foreach (var name in names)
        {
            if (UrlText.ParseWeb(name) is { } address)
            {
                sources.Add(new UploadSource(session, null, address));
                continue;
            }

            // Brackets are common in file names, so only * and ? are wildcards.
            var pattern = WildcardPattern.Escape(name).Replace("`*", "*").Replace("`?", "?");
            sources.AddRange((await paths.ResolveAsync(pattern, isLiteral: false))
                .Select(file => file is null ? null : new UploadSource(session, file)));
        }

        return sources;
    }
}
