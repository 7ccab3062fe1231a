namespace NemoVideo.PowerShell;

/// <summary>The steps of a request that are about exports.</summary>
/// <param name="output">The writer.</param>
/// <param name="connection">The connection.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="process">Does a part of a step, and handles its failure.</param>
internal sealed class RequestExports(
    PipelineWriter output, CommandConnection connection, CommandSessions sessions, Func<object?, Func<Task>, Task> process)
{
    private readonly Exporter _exporter = new(output, connection, sessions);
    private OutputFileNames? _names;

    /// <summary>Whether exports of the session were started over the connection.</summary>
    public bool Any(string? sessionId) => _exporter.ListStarted(sessionId).Count > 0;

    /// <summary>Starts an export, and writes it.</summary>
    public async Task StartAsync(string sessionId, ExportForm form) => output.Write(await _exporter.StartAsync(sessionId, OptionsOf(form)));

    /// <summary>
    /// Waits for the export of the timeline as it is now, and downloads it. It starts an export only if there is none, or if the timeline
    /// has changed since.
    /// </summary>
    public async Task DownloadAsync(string sessionId, ExportForm form, string folder, string? file, bool overwrite)
    {
        _names ??= await _exporter.CreateNamesAsync(folder, overwrite);
        var client = await connection.ResolveClientAsync();
        var state = await client.GetReadableStateAsync(sessionId, output.StopToken);
        var name = await _exporter.FindNameAsync(sessionId, state);
        var path = file is null ? _names.Reserve(name ?? sessionId, RenderOutput.Format)
            : _names.ReserveRelative(file, RenderOutput.Format);
        var export = await FindCurrentAsync(client, state, sessionId, form)
            ?? await _exporter.SubmitAsync(state, sessionId, OptionsOf(form));
        var wait = new ExportWait(export.Id, new ExportOrigin(sessionId, name, export.SourcePath), path, _names, Task.CompletedTask);
        using var progress = ExportWait.CreateProgress(output, () => [wait], static () => 0);
        RenderJob? job = null;
        try
        {
            job = await wait.RunAsync(client, interval: null, timeout: null, output.StopToken);
        }
        finally
        {
            if (job is null)
            {
                _exporter.WarnIfStopped([wait], folder);
            }
        }

        await _exporter.WriteAsync(wait, job);
    }

    /// <summary>Requests and writes the exports that were started over the connection, of one session or of all (null).</summary>
    /// <returns>Whether there are any.</returns>
    public async Task<bool> ShowStartedAsync(string? sessionId)
    {
        var exports = _exporter.ListStarted(sessionId);
        if (exports.Count == 0)
        {
            output.WriteError(ErrorRecords.NoExport(sessionId));
        }

        foreach (var export in exports)
        {
            await process(export.Id, async () => output.Write(await _exporter.GetAsync(export.Id), Exporter.ListView));
        }

        return exports.Count > 0;
    }

    /// <summary>Writes the URL of the newest export that was started over the connection, or the export if it has none yet.</summary>
    public Task WriteLinkAsync(string? sessionId)
    {
        var id = _exporter.ListStarted(sessionId).Last().Id;
        return process(id, async () =>
        {
            var export = await _exporter.GetAsync(id);
            output.Write(export.Url as object ?? export, export.Url is null ? Exporter.ListView : "NemoSessionLink");
        });
    }

    /// <summary>Cancels the started exports in progress. It polls each one first, because a finished export can't be canceled.</summary>
    /// <returns>Whether there are any.</returns>
    public async Task<bool> CancelStartedAsync(string? sessionId)
    {
        var exports = _exporter.ListStarted(sessionId).Where(static export => !export.IsFinished).ToList();
        var finished = 0;
        foreach (var export in exports)
        {
            await process(export.Id, async () =>
            {
                if ((await _exporter.GetAsync(export.Id)).IsFinished)
                {
                    finished++;
                }
                else
                {
                    output.Write(await _exporter.CancelAsync(export.Id));
                }
            });
        }

        if (finished == exports.Count)
        {
            output.WriteError(ErrorRecords.NoExportInProgress(sessionId));
        }

        return finished < exports.Count;
    }

    private static RenderOutput OptionsOf(ExportForm form) =>
        new(form.Quality ?? ExportForm.DefaultQuality, form.Resolution, form.FrameRate);

    /// <summary>
    /// The latest export of the timeline as it is now, with any option that the form lacks; null if there is none, if it failed, or if the
    /// service no longer has it. A step before this one can have started it, so the history is read again.
    /// </summary>
    private async Task<NemoExport?> FindCurrentAsync(NemoClient client, TimelineState state, string sessionId, ExportForm form)
    {
        try
        {
            var id = client.ReadHistory().Exports.LastOrDefault(export => export.SessionId == sessionId && !export.IsLost
                && export.Fingerprint == state.Fingerprint && Fits(form, export.Quality, export.Options))?.Id;
            return id is not null && await _exporter.GetAsync(id) is { IsLost: false } found ? found : null;
        }
        catch (NemoException gone) when (gone.Kind is NemoErrorKind.RenderNotFound or NemoErrorKind.FileAccess)
        {
            return null;
        }
    }

    private static bool Fits(ExportForm form, string? quality, string? options) =>
        (form.Quality ?? quality) == quality && (OptionsOf(form).Options ?? options) == options;
}
