namespace NemoVideo.PowerShell;

/// <summary>Starts, polls and cancels exports, knows where they come from, and names and writes downloaded videos.</summary>
internal sealed class Exporter(PipelineWriter output, CommandConnection connection, CommandSessions sessions)
{
    /// <summary>The view of an export in a list.</summary>
    public const string ListView = "NemoListedExport";

    /// <summary>The ID of an input; null after an error if it is not an export.</summary>
    public string? ReadId(PSObject? input)
    {
        var id = PipedObject.ExportIdOf(input);
        if (id is null)
        {
            output.WriteError(ErrorRecords.NoExportInInput(input));
        }

        return id;
    }

    /// <summary>Starts an export if the timeline is ready. After an edit, the timeline from before it isn't exported.</summary>
    public async Task<NemoExport> StartAsync(string sessionId, RenderOutput options, string? sourcePath = null)
    {
        var client = await connection.ResolveClientAsync();
        var state = await client.GetReadableStateAsync(sessionId, output.StopToken);
        return await SubmitAsync(state, sessionId, options, sourcePath);
    }

    /// <summary>Starts an export of a timeline. An earlier one has a name of its own, and so does its file.</summary>
    public async Task<NemoExport> SubmitAsync(
        TimelineState state, string sessionId, RenderOutput options, string? sourcePath = null, bool isEarlier = false)
    {
        var open = await connection.ResolveAsync();
        isEarlier = isEarlier && !await IsPresentAsync(state);
        RenderJob? job = null;
        try
        {
            job = await (await connection.ResolveClientAsync()).SubmitRenderAsync(state, options, output.StopToken);
        }
        finally
        {
            if (job is null)
            {
                output.WarnIfStopped(
                    $"An export of the session {connection.Describe(sessionId)} may have been started. "
                    + "To check, use Get-NemoExport. Exports are free.");
            }
        }

        var name = await FindNameAsync(sessionId, state);
        var shown = isEarlier ? $"{name ?? sessionId} (earlier)" : name;
        var origin = new ExportOrigin(sessionId, shown, sourcePath) { IsEarlier = isEarlier };
        return open.Remember(new NemoExport(job, origin));
    }

    /// <summary>Whether a timeline that was read before is still that of its session.</summary>
    private async Task<bool> IsPresentAsync(TimelineState timeline)
    {
        try
        {
            var now = await (await connection.ResolveClientAsync()).GetStateAsync(timeline.SessionId, output.StopToken);
            return DraftOf(now).Matches(DraftOf(timeline));
        }
        catch (NemoException)
        {
            return false;
        }

        static TimelineState DraftOf(TimelineState state) => TimelineState.FromDraft(state.SessionId, name: null, state.Draft?.GetRawText());
    }

    /// <summary>The name that the session has on this computer; otherwise, the one that the service reports.</summary>
    public async Task<string?> FindNameAsync(string sessionId, TimelineState state) =>
        (await sessions.Lookup.FindAsync(sessionId))?.Name ?? state.Name;

    /// <summary>Requests an export from the service. The input is the pipeline object that the ID comes from; null for none.</summary>
    public async Task<NemoExport> GetAsync(string id, PSObject? input = null)
    {
        var open = await connection.ResolveAsync();
        var job = await (await connection.ResolveClientAsync()).GetRenderAsync(id, output.StopToken);
        var origin = await FindOriginAsync(id, input);
        var history = await sessions.Lookup.ReadHistoryAsync();
        var session = history?.FindSession(origin.SessionId);
        origin = origin with
        {
            SourcePath = origin.SourcePath ?? session?.SourcePath,
            StartedAt = history?.FindExport(id)?.StartedAt.ToLocalTime(),
            FirstMessage = session?.Message,
        };
        var known = open.FindExport(job.Id);
        return open.Remember(new NemoExport(job, origin, known?.Path, known?.Path is null ? null : known.Length));
    }

    /// <summary>Cancels an export and returns its new state.</summary>
    public async Task<NemoExport> CancelAsync(string id, PSObject? input = null)
    {
        await (await connection.ResolveClientAsync()).CancelRenderAsync(id, output.StopToken);
        return await GetAsync(id, input);
    }

    /// <summary>The IDs of exports of previous processes that were not downloaded, then those of the connection.</summary>
    public async Task<IReadOnlyList<string>> ListIdsAsync()
    {
        var open = await connection.ResolveAsync();
        var outstanding = (await sessions.Lookup.ReadHistoryAsync())?.Exports.Where(static export => !export.IsLost && !export.IsSaved)
            .Select(static export => export.Id) ?? [];
        return [.. outstanding.Union(open.Exports.Select(static export => export.Id), StringComparer.Ordinal)];
    }

    /// <summary>The exports that were started over the connection, of one session or of all (null).</summary>
    public List<NemoExport> ListStarted(string? sessionId) =>
        [.. (connection.Find()?.Exports ?? []).Where(export => sessionId is null || export.SessionId == sessionId)];

    /// <summary>The origin of an export: from the input object, the connection, or the history.</summary>
    public async Task<ExportOrigin> FindOriginAsync(string id, PSObject? input)
    {
        var known = (await connection.ResolveAsync()).FindExport(id)?.Origin;
        if (known is null)
        {
            var history = await sessions.Lookup.ReadHistoryAsync();
            var sessionId = history?.FindExport(id)?.SessionId;
            known = new ExportOrigin(sessionId, history?.FindSession(sessionId)?.Name);
        }

        return new ExportOrigin(
            PipedObject.TextOf(input, "SessionId") ?? known.SessionId,
            PipedObject.TextOf(input, "Name") ?? known.Name,
            PipedObject.SourcePathOf(input) ?? known.SourcePath)
        { IsEarlier = known.IsEarlier };
    }

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
        else if (job.IsOutdated && !wait.Origin.IsEarlier)
        {
            output.Warn(
                $"The timeline of '{wait.Origin.Name ?? wait.Origin.SessionId}' has changed since its export was started, so the video can "
                + $"lack an edit. To export it again, which is free, use Start-NemoExport -SessionId {CommandText.Quote(wait.Origin.SessionId!)}.");
        }

        output.Write(export);
    }
}
