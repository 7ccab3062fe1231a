namespace NemoVideo.PowerShell;

/// <summary>Names downloaded videos, and writes their exports.</summary>
internal sealed class ExportDownloads(PipelineWriter output, CommandConnection connection, CommandSessions sessions)
{
    public const string Extension = "mp4";

    /// <summary>The names of videos in a folder. No video replaces a file that this computer uploaded.</summary>
    public async Task<OutputFileNames> CreateNamesAsync(string folder, bool overwrite)
    {
        var names = new OutputFileNames(folder, overwrite);
        if (overwrite && await sessions.Lookup.ReadHistoryAsync() is { } history)
        {
            history.SourcePaths.ToList().ForEach(names.Kept.Add);
        }

        return names;
    }

    /// <summary>After Ctrl+C, says that the service continues the exports, and how to wait for them again. A null folder is none.</summary>
    public void WarnIfStopped(IReadOnlyCollection<ExportWait> waits, string? folder)
    {
        var ids = string.Join(", ", waits.Select(static wait => CommandText.Quote(wait.Id)));
        var exports = waits.Count == 1 ? "1 export" : $"{waits.Count} exports";
        output.WarnIfStopped(
            $"The command stopped waiting for {exports}. Exports in progress continue, and you aren't charged for them. To wait for them "
            + $"again, use Wait-NemoExport -Id {ids}{(folder is null ? "" : $" -Destination {CommandText.Quote(folder)}")}.");
    }

    /// <summary>Writes an export after the wait for it.</summary>
    public async Task WriteAsync(ExportWait wait, RenderJob job)
    {
        var isSaved = wait.Path is not null && job.Status == RenderStatus.Completed;
        var (path, length) = isSaved ? (wait.Path, wait.ByteCount) : (null, null);
        var export = (await connection.ResolveAsync()).Remember(new NemoExport(job, wait.Origin, path, length));
        if (job.IsLost)
        {
            output.WriteError(ErrorRecords.ExportFailed(export));
        }
        else if (job.IsOutdated)
        {
            output.Warn(
                $"The timeline of '{wait.Origin.Name ?? wait.Origin.SessionId}' has changed since its export was started, so the video can "
                + $"lack an edit. To export it again, which is free, use Start-NemoExport -SessionId {CommandText.Quote(wait.Origin.SessionId!)}.");
        }

        output.Write(export);
    }
}
