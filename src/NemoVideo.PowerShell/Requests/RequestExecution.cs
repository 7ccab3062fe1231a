namespace NemoVideo.PowerShell;

/// <summary>Does the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
internal sealed class RequestExecution(
    PipelineWriter output, CommandConnection connection, CommandSessions sessions, RequestOptions options)
{
    private RequestExports? _exports;
    private SessionChoice _session = SessionChoice.For(session: null);
    private bool _isComplete;
    private bool _isAlone;

    /// <summary>Whether a suggested export may be followed: no later step exports.</summary>
    private bool _mayFollowExport;

    private RequestExports Exports => _exports ??= new RequestExports(output, connection, sessions, ProcessAsync);

    /// <summary>Does the steps in order in a session. After a failure, a warning lists the remaining steps.</summary>
    public async Task RunAllAsync(SessionChoice session, IReadOnlyList<RequestStep> steps)
    {
        (_session, _isAlone) = (session, steps.Count == 1);
        for (var i = 0; i < steps.Count; i++)
        {
            List<RequestStep> rest = [.. steps.Skip(i + 1)];
            _isComplete = true;
            _mayFollowExport = !rest.Exists(static step => step.Intent is RequestIntent.Export or RequestIntent.Download);
            if (steps[i].Intent == RequestIntent.HowTo || (IsReading(steps[i]) && !output.IsWhatIf)
                || output.ShouldProcess(await FindTargetAsync(steps.Take(i)), RequestCommands.Describe(steps[i])))
            {
                await RunAsync(steps[i]);
            }
            else
            {
                _isComplete = output.IsWhatIf;
            }

            if (!_isComplete && rest.Count > 0)
            {
                output.Warn("Because an upload or an earlier part of the request failed or changed nothing, the rest of the "
                    + $"request was not run: {RequestCommands.Quote(rest)}.");
            }

            if (!_isComplete)
            {
                return;
            }
        }
    }

    /// <summary>Whether a step changes nothing. Such a step needs no confirmation.</summary>
    private static bool IsReading(RequestStep step) =>
        step.Intent is RequestIntent.Status or RequestIntent.Credits or RequestIntent.State || (step.Intent == RequestIntent.Session
            && RequestDetails.Session(step.Text) is SessionRequest.List or SessionRequest.Current or SessionRequest.Other);

    /// <summary>The session of a step. With -WhatIf, no step before it created or selected one.</summary>
    private async Task<string> FindTargetAsync(IEnumerable<RequestStep> before) =>
        output.IsWhatIf && before.Any(static step => step.SelectsSession) ? "that session"
        : await sessions.FindAsync(_session) is { } id ? connection.Describe(id) : "a new session";

    private async Task RunAsync(RequestStep step)
    {
        var isOfExport = step.Intent is RequestIntent.Status or RequestIntent.Download or RequestIntent.Cancel;
        var id = isOfExport ? await sessions.FindAsync(_session) : null;
        switch (step.Intent)
        {
            case RequestIntent.Upload:
                await UploadAsync(step.Files.Count > 0 ? await RequestFiles.FindAsync(output.Paths, _session, step.Files)
                    : [.. options.Files.Select(file => file is null ? null : new UploadSource(_session, file))]);
                break;
            case RequestIntent.Export:
                await ExportAsync(RequestDetails.Form(step.Text));
                break;
            case RequestIntent.Status when Exports.Any(id) || RequestDetails.MentionsExport(step.Text):
                _isComplete = await Exports.ShowStartedAsync(id) && _isComplete;
                break;
            case RequestIntent.Download when step.IsLink && RequestDetails.MentionsFile(step.Text) && Exports.Any(id):
                await Exports.WriteLinkAsync(id);
                break;
            case RequestIntent.Download when step.IsLink:
                output.Warn("Whoever has this link can use the session and spend your credits. To share a video, send its file.");
                await InSessionAsync(sessions.WriteLinkAsync);
                break;
            case RequestIntent.Download:
                var folder = output.Paths.ResolveFolder(step.Folder);
                await InSessionAsync(
                    found => Exports.DownloadAsync(found, RequestDetails.Form(step.Text), folder, step.FileName, options.Force));
                break;
            case RequestIntent.Cancel:
                _isComplete = await Exports.CancelStartedAsync(id) && _isComplete;
                break;
            case RequestIntent.Credits:
                if (RequestDetails.AsksPrice(step.Text))
                {
                    output.WriteHostLine(RequestCommands.Prices);
                }

                await ProcessAsync(null, async () => output.Write(
                    new NemoCredit(await (await connection.ResolveClientAsync()).GetCreditAsync(output.StopToken))));
                break;
            case RequestIntent.State or RequestIntent.Status:
                await WriteStateAsync();
                break;
            case RequestIntent.Session:
                await RunSessionAsync(step.Text);
                break;
            case RequestIntent.HowTo:
                output.Warn(RequestCommands.HelpFor(step.Text));
                break;
            default:
                await SendAsync(step.Text);
                break;
        }
    }

    private Task ExportAsync(ExportForm form) => InSessionAsync(id => Exports.StartAsync(id, form));

    private Task WriteStateAsync() => InSessionAsync(async id => output.Write(
        new NemoState(await (await connection.ResolveClientAsync()).GetReadableStateAsync(id, output.StopToken))));

    private async Task SendAsync(string message)
    {
        NemoEditResult? result = null;
        var editor = new Editor(output, connection, sessions, new EditOptions());
        await ProcessAsync(
            DisplayText.Message(message), async () => result = await editor.SendAsync(new EditMessage(_session, message)), isCharged: true);
        _isComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        if (!options.FollowSuggestion || !_isComplete)
        {
            return;
        }

        var actions = result!.Suggestions.Select(static suggestion => suggestion.Action).ToList();
        if (actions.Contains(GuiAction.ReadState))
        {
            await WriteStateAsync();
        }

        if (_mayFollowExport && actions.Contains(GuiAction.Export))
        {
            await ExportAsync(new ExportForm());
        }
    }

    private async Task RunSessionAsync(string text)
    {
        var name = RequestDetails.SessionName(text);
        var request = RequestDetails.Session(text);
        switch (request)
        {
            case SessionRequest.New:
                await SelectAsync(name, () => sessions.CreateAsync(name ?? CommandSessions.DefaultName, isCurrent: false));
                break;
            case SessionRequest.Switch when name is not null:
                await SelectAsync(name, () => sessions.RequestAsync(name));
                break;
            case SessionRequest.Link:
                await InSessionAsync(sessions.WriteLinkAsync);
                break;
            case SessionRequest.List or SessionRequest.Current:
                var id = request == SessionRequest.Current ? await sessions.FindAsync(_session) : null;
                await ProcessAsync(
                    null, id is null ? sessions.Lookup.WriteAllAsync : async () => output.Write(await sessions.RequestAsync(id)));
                break;
            default:
                output.Warn("It isn't clear which session the request is about, or it asks for something that the service doesn't "
                    + "support, such as to delete or rename a session. To create a session, use New-NemoSession. To select one, use "
                    + "Set-NemoSession. To list all of them, use Get-NemoSession -All.");
                _isComplete = false;
                break;
        }
    }

    /// <summary>Writes a new or another session, in which the later steps run.</summary>
    private Task SelectAsync(string? name, Func<Task<NemoSession>> select) => ProcessAsync(name, async () =>
    {
        var session = await sessions.SelectAsync(select);
        _session = SessionChoice.For(session.SessionId);
        output.Write(session);
    });

    private async Task InSessionAsync(Func<string, Task> action)
    {
        var id = await sessions.RequireAsync(_session);
        await ProcessAsync(id, () => action(id));
    }

    /// <summary>Uploads files in order. Null stands for a file that was reported, so the step isn't complete.</summary>
    private async Task UploadAsync(List<UploadSource?> sources)
    {
        _isComplete &= !sources.Contains(null);
        using var uploader = new Uploader(output, connection, sessions);
        foreach (var source in uploader.Queue([.. sources.OfType<UploadSource>()]))
        {
            await ProcessAsync($"{source}", async () => await uploader.UploadAsync(await uploader.PrepareAsync(source)));
        }
    }

    private Task ProcessAsync(object? target, Func<Task> action) => ProcessAsync(target, action, isCharged: false);

    /// <summary>
    /// A failure that all sessions would have ends the request, and one error lists those that are left. If other steps follow, no error
    /// is terminating, so that a warning can list them.
    /// </summary>
    private async Task ProcessAsync(object? target, Func<Task> action, bool isCharged) => _isComplete &= await output.Failures.ProcessAsync(
        target, action, isCharged: isCharged, whole: options.HasManySessions ? _session.Text : _isAlone ? null : target);
}
