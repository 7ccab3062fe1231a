using NemoVideo.Language;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Starts, polls and cancels exports for a cmdlet.</summary>
internal sealed class ExportRunner(NemoCommand command)
{
    private const string Extension = "mp4";

    /// <summary>The names of the videos; null for no download.</summary>
    public OutputFileNames? Names { get; private set; }

    /// <summary>Checks the IDs on the command line.</summary>
    public void CheckIds(string[] ids)
    {
        // In "… | Wait-NemoExport ./out", the folder is bound as an ID. This fails before anything upstream is charged.
        var invocation = command.MyInvocation;
        command.ThrowIf(invocation.ExpectingInput && invocation.BoundParameters.ContainsKey("Id"), ErrorRecords.IdAndInput);
        var path = ids.FirstOrDefault(static id => id.IndexOfAny(['/', '\\']) >= 0);
        command.ThrowIf(path is not null, () => ErrorRecords.PathInsteadOfId(path!));
    }

    /// <summary>The ID of an input; none after an error if it is not an export.</summary>
    public IEnumerable<string> ReadIds(PSObject? input)
    {
        if (PipedObject.ExportIdOf(input) is { } id)
        {
            return [id];
        }

        command.WriteError(ErrorRecords.NoExportInInput(input));
        return [];
    }

    /// <summary>Sets the folder for downloads. A path that is not in the file system is a terminating error.</summary>
    public void SetFolder(string path, bool overwrite) => Names ??= CreateNames(path, overwrite);

    /// <summary>The names of videos in a folder. No video replaces a file that this computer uploaded.</summary>
    public OutputFileNames CreateNames(string folder, bool overwrite)
    {
        var names = new OutputFileNames(FilePaths.ResolveFolder(command, folder), overwrite);
        foreach (var source in overwrite ? command.Sessions.ReadHistory()?.SourcePaths ?? [] : [])
        {
            names.Keep(source);
        }

        return names;
    }

    /// <summary>The full path of a video, which no other video of this command gets.</summary>
    public string ReservePath(string id, ExportOrigin origin, string? fileName) => fileName is null
        ? Names!.Reserve(origin.Name ?? origin.SessionId ?? id, Extension)
        : Names!.ReserveRelative(fileName, Extension);

    /// <summary>Starts an export if the timeline is ready. After an edit, the timeline from before it isn't exported.</summary>
    public NemoExport Start(string sessionId, RenderOutput output, string? sourcePath = null) =>
        Submit(ReadState(sessionId), sessionId, output, sourcePath);

    /// <summary>The options of an export that a request asks for.</summary>
    public static RenderOutput OutputOf(ExportForm form) =>
        new(form.Format, form.Quality ?? ExportForm.DefaultQuality, form.Resolution, form.FrameRate);

    /// <summary>
    /// Waits for the export of the timeline as it is now, and downloads it. It starts an export only if there is none, or if the timeline
    /// has changed since.
    /// </summary>
    public void Download(string sessionId, ExportForm form, OutputFileNames names)
    {
        var connection = command.ResolveConnection();
        var state = ReadState(sessionId);
        var name = NameOf(sessionId, state);
        var path = names.Reserve(name ?? sessionId, Extension);
        var export = FindCurrent(state, sessionId, form) ?? Submit(state, sessionId, OutputOf(form));
        var origin = new ExportOrigin(sessionId, name, export.SourcePath);
        var wait = new ExportWait(export.Id, origin, path, names, Task.CompletedTask);
        using var progress = ExportWait.CreateProgress(command, () => [wait], static () => 0);
        RenderJob? job = null;
        try
        {
            job = command.Calls.Wait(token => wait.RunAsync(connection.Client, interval: null, timeout: null, token), progress);
        }
        finally
        {
            if (job is null)
            {
                WarnIfStopped([wait], names.Folder);
            }
        }

        Write(wait, job);
    }

    /// <summary>After Ctrl+C, says that the service continues the exports, and how to wait for them again. A null folder is none.</summary>
    public void WarnIfStopped(IReadOnlyCollection<ExportWait> waits, string? folder)
    {
        var ids = string.Join(", ", waits.Select(static wait => CommandText.Quote(wait.Id)));
        var exports = waits.Count == 1 ? "1 export" : $"{waits.Count} exports";
        command.WarnIfStopped(
            $"The command stopped waiting for {exports}. Exports in progress continue, and you aren't charged for them. To wait for them "
            + $"again, use Wait-NemoExport -Id {ids}{(folder is null ? "" : $" -Destination {CommandText.Quote(folder)}")}.");
    }

    /// <summary>Writes an export after the wait for it.</summary>
    public void Write(ExportWait wait, RenderJob job)
    {
        var connection = command.ResolveConnection();
        var isSaved = wait.Path is not null && job.Status == RenderStatus.Completed;
        var (path, length) = isSaved ? (wait.Path, wait.ByteCount) : (null, null);
        var export = connection.Remember(new NemoExport(job, wait.Origin, path, length));
        if (job.IsLost)
        {
            command.WriteError(ErrorRecords.ExportFailed(export));
        }
        else if (job.IsOutdated)
        {
            command.WriteWarning(
                $"The timeline of '{wait.Origin.Name ?? wait.Origin.SessionId}' has changed since its export was started, so the video can "
                + $"lack an edit. To export it again, which is free, use Start-NemoExport -SessionId {CommandText.Quote(wait.Origin.SessionId!)}.");
        }

        command.WriteObject(export);
    }

    /// <summary>The IDs of exports of previous processes that were not downloaded, then those of the connection.</summary>
    public IReadOnlyList<string> ListIds()
    {
        var connection = command.ResolveConnection();
        var outstanding = command.Sessions.ReadHistory()?.Exports.Where(static export => !export.IsLost && !export.IsSaved)
            .Select(static export => export.Id) ?? [];
        return [.. outstanding.Union(connection.Exports.Select(static export => export.Id), StringComparer.Ordinal)];
    }

    /// <summary>
    /// The origin of an export: from the input object, the connection, or the history. No video replaces its clip, also if another computer
    /// uploaded the clip.
    /// </summary>
    public ExportOrigin FindOrigin(string id, PSObject? input)
    {
        var known = FindOrigin(id);
        var origin = new ExportOrigin(
            PipedObject.TextOf(input, "SessionId") ?? known.SessionId,
            PipedObject.TextOf(input, "Name") ?? known.Name,
            PipedObject.SourcePathOf(input) ?? known.SourcePath);
        foreach (var source in origin.SourcePaths)
        {
            Names?.Keep(source);
        }

        return origin;
    }

    /// <summary>Requests an export from the service. The input is the pipeline object that the ID comes from; null for none.</summary>
    public NemoExport Get(string id, PSObject? input = null)
    {
        var connection = command.ResolveConnection();
        var job = command.Calls.Wait(token => connection.Client.GetRenderAsync(id, token));
        return Remember(job, AddHistory(id, FindOrigin(id, input)));
    }

    /// <summary>The same, with the view of a list.</summary>
    public PSObject List(string id, PSObject? input = null) => NemoCommand.WithView(Get(id, input), "NemoListedExport");

    /// <summary>Cancels an export and returns its new state.</summary>
    public NemoExport Cancel(string id, PSObject? input = null)
    {
        var connection = command.ResolveConnection();
        command.Calls.Wait(token => connection.Client.CancelRenderAsync(id, token));
        return Get(id, input);
    }

    /// <summary>Requests and writes the exports that were started over the connection, of one session or of all (null).</summary>
    /// <returns>Whether there are any.</returns>
    public bool ShowStarted(string? sessionId, Action<string, Action> process)
    {
        var exports = ListStarted(sessionId);
        if (exports.Count == 0)
        {
            command.WriteError(ErrorRecords.NoExport(sessionId));
        }

        foreach (var export in exports)
        {
            process(export.Id, () => command.WriteObject(List(export.Id)));
        }

        return exports.Count > 0;
    }

    /// <summary>Cancels the started exports in progress. It polls each one first, because a finished export can't be canceled.</summary>
    /// <returns>Whether there are any.</returns>
    public bool CancelStarted(string? sessionId, Action<string, Action> process)
    {
        var exports = ListStarted(sessionId).Where(static export => !export.IsFinished).ToList();
        var finished = 0;
        foreach (var export in exports)
        {
            process(export.Id, () =>
            {
                if (Get(export.Id).IsFinished)
                {
                    finished++;
                }
                else
                {
                    command.WriteObject(Cancel(export.Id));
                }
            });
        }

        if (finished == exports.Count)
        {
            command.WriteError(ErrorRecords.NoExportInProgress(sessionId));
        }

        return finished < exports.Count;
    }

    /// <summary>The exports that were started over the connection, of one session or of all (null).</summary>
    public List<NemoExport> ListStarted(string? sessionId) =>
        [.. (command.FindConnection()?.Exports ?? []).Where(export => sessionId is null || export.SessionId == sessionId)];

    private ExportOrigin FindOrigin(string id)
    {
        if (command.ResolveConnection().FindExport(id) is { } export)
        {
            return new ExportOrigin(export.SessionId, export.Name, export.SourcePath);
        }

        var history = command.Sessions.ReadHistory();
        var session = history?.FindSession(history.FindExport(id)?.SessionId);
        return new ExportOrigin(history?.FindExport(id)?.SessionId, session?.Name);
    }

    /// <summary>Adds what this computer recorded about an export and its session.</summary>
    private ExportOrigin AddHistory(string id, ExportOrigin origin)
    {
        var history = command.Sessions.ReadHistory();
        var session = history?.FindSession(origin.SessionId);
        return origin with
        {
            SourcePath = origin.SourcePath ?? session?.SourcePath,
            StartedAt = history?.FindExport(id)?.StartedAt.ToLocalTime(),
            FirstMessage = session?.Message,
        };
    }

    private TimelineState ReadState(string sessionId) =>
        command.Calls.Wait(token => command.ResolveConnection().Client.GetReadableStateAsync(sessionId, token));

    private NemoExport Submit(TimelineState state, string sessionId, RenderOutput output, string? sourcePath = null)
    {
        var connection = command.ResolveConnection();
        RenderJob? job = null;
        try
        {
            job = command.Calls.Wait(token => connection.Client.SubmitRenderAsync(state, output, token));
        }
        finally
        {
            if (job is null)
            {
                command.WarnIfStopped(
                    $"An export of the session {command.Sessions.Describe(sessionId)} may have been started. "
                    + "To check, use Get-NemoExport. Exports are free.");
            }
        }

        var name = NameOf(sessionId, state);
        var origin = new ExportOrigin(sessionId, name, sourcePath);
        return connection.Remember(new NemoExport(job, origin));
    }

    /// <summary>The name that the session has on this computer; otherwise, the one that the service reports.</summary>
    private string? NameOf(string sessionId, TimelineState state) => command.Sessions.Find(sessionId)?.Name ?? state.Name;

    /// <summary>
    /// The latest export of the timeline as it is now, with any option that the form lacks; null if there is none, if it failed, or if the
    /// service no longer has it. A step before this one can have started it, so the history is read again.
    /// </summary>
    private NemoExport? FindCurrent(TimelineState state, string sessionId, ExportForm form)
    {
        try
        {
            var id = command.ResolveClient().ReadHistory().Exports.LastOrDefault(export => export.SessionId == sessionId && !export.IsLost
                && export.Fingerprint == state.Fingerprint && Fits(form, export.Format, export.Quality, export.Options))?.Id;
            return id is not null && Get(id) is { IsLost: false } found ? found : null;
        }
        catch (NemoException gone) when (gone.Kind is NemoErrorKind.RenderNotFound or NemoErrorKind.FileAccess)
        {
            return null;
        }
    }

    private static bool Fits(ExportForm form, string? format, string? quality, string? options) => form.Format == format
        && (form.Quality ?? quality) == quality && (OutputOf(form).Options ?? options) == options;

    private NemoExport Remember(RenderJob job, ExportOrigin origin)
    {
        var connection = command.ResolveConnection();
        var known = connection.FindExport(job.Id);
        return connection.Remember(new NemoExport(job, origin, known?.Path, known?.Path is null ? null : known.Length));
    }
}
