using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The parameters of Invoke-Nemo that the steps of a request use.</summary>
/// <param name="FollowSuggestion">Whether to run the free commands that the agent suggests.</param>
/// <param name="Force">Whether to replace existing files.</param>
/// <param name="Files">The files of an upload that names none. Null stands for a file that was reported.</param>
internal sealed record RequestOptions(bool FollowSuggestion, bool Force, IReadOnlyCollection<string?> Files);

/// <summary>Runs the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
internal sealed class RequestRunner(SessionCommand command, RequestOptions options)
{
    private OutputFileNames? _names;
    private bool _isComplete;
    private bool _isAlone;

    /// <summary>Whether a suggested export may be followed: no later step exports.</summary>
    private bool _mayFollowExport;

    /// <summary>Whether the request runs in several sessions.</summary>
    public bool HasManySessions { get; init; }

    private ExportRunner Exports => new(command);

    /// <summary>Whether exports of the session were started over the connection.</summary>
    private bool HasExports => Exports.ListStarted(command.FindSessionId()).Count > 0;

    /// <summary>Runs the steps in order. After a failure, a warning lists the remaining steps.</summary>
    public void RunAll(IReadOnlyList<RequestStep> steps)
    {
        _isAlone = steps.Count == 1;
        for (var i = 0; i < steps.Count; i++)
        {
            List<RequestStep> rest = [.. steps.Skip(i + 1)];
            _isComplete = true;
            _mayFollowExport = !rest.Exists(static step => step.Intent is RequestIntent.Export or RequestIntent.Download);
            if (steps[i].Intent == RequestIntent.HowTo || (IsReading(steps[i]) && !command.IsWhatIf)
                || command.ShouldProcess(FindTarget(steps.Take(i)), RequestCommands.Describe(steps[i])))
            {
                Run(steps[i]);
            }
            else
            {
                _isComplete = command.IsWhatIf;
            }

            if (!_isComplete)
            {
                if (rest.Count > 0)
                {
                    command.WriteWarning("Because an upload or an earlier part of the request failed or changed nothing, the rest of the "
                        + $"request was not run: {RequestCommands.Quote(rest)}.");
                }

                return;
            }
        }
    }

    /// <summary>Whether a step changes nothing. Such a step needs no confirmation.</summary>
    private static bool IsReading(RequestStep step) =>
        step.Intent is RequestIntent.Status or RequestIntent.Credits or RequestIntent.State || (step.Intent == RequestIntent.Session
            && RequestDetails.Session(step.Text) is SessionRequest.List or SessionRequest.Current or SessionRequest.Other);

    /// <summary>The session of a step. With -WhatIf, no step before it created or selected one.</summary>
    private string FindTarget(IEnumerable<RequestStep> before) =>
        command.IsWhatIf && before.Any(static step => step.SelectsSession) ? "that session"
        : command.FindSessionId() is { } id ? command.Sessions.Describe(id) : "a new session";

    private void Run(RequestStep step)
    {
        switch (step.Intent)
        {
            case RequestIntent.Upload:
                Upload(step.Files.Count > 0 ? step.Files.SelectMany(SourcesOf)
                    : options.Files.Select(static file => file is null ? null : new UploadSource(file)));
                break;
            case RequestIntent.Export:
                Export(RequestDetails.Form(step.Text));
                break;
            case RequestIntent.Status when HasExports || RequestDetails.MentionsExport(step.Text):
            case RequestIntent.Download when step.IsLink && HasExports:
                _isComplete = Exports.ShowStarted(command.FindSessionId(), Process) && _isComplete;
                break;
            case RequestIntent.Download when step.IsLink:
                WriteLink();
                break;
            case RequestIntent.Download:
                _names ??= Exports.CreateNames(step.Folder, options.Force);
                InSession(id => Exports.Download(id, RequestDetails.Form(step.Text), _names));
                break;
            case RequestIntent.Cancel:
                _isComplete = Exports.CancelStarted(command.FindSessionId(), Process) && _isComplete;
                break;
            case RequestIntent.Credits:
                Write(() => new NemoCredit(command.Calls.Wait(token => command.ResolveClient().GetCreditAsync(token))));
                break;
            case RequestIntent.State or RequestIntent.Status:
                WriteState();
                break;
            case RequestIntent.Session:
                RunSession(step.Text);
                break;
            case RequestIntent.HowTo:
                command.WriteWarning(RequestCommands.HelpFor(step.Text));
                break;
            default:
                Send(step.Text);
                break;
        }
    }

    private void Export(ExportForm form) => InSession(id => command.WriteObject(Exports.Start(id, ExportRunner.OutputOf(form))));

    private void WriteState() => InSession(id => command.WriteObject(
        new NemoState(command.Calls.Wait(token => command.ResolveClient().GetReadableStateAsync(id, token)))));

    private void WriteLink() => InSession(id => command.WriteSessionLink(id));

    private void Send(string message)
    {
        NemoEditResult? result = null;
        var runner = new EditRunner(command, new EditOptions(new EventFilter()), static (_, next) => next());
        Process(DisplayText.Message(message), () => result = runner.Run(new EditMessage(command.EnsureSessionId(), message)));
        _isComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        if (!options.FollowSuggestion || !_isComplete)
        {
            return;
        }

        var actions = result!.Suggestions.Select(static suggestion => suggestion.Action).ToList();
        if (actions.Contains(GuiAction.ReadState))
        {
            WriteState();
        }

        if (_mayFollowExport && actions.Contains(GuiAction.Export))
        {
            Export(new ExportForm());
        }
    }

    private void RunSession(string text)
    {
        var name = RequestDetails.SessionName(text);
        switch (RequestDetails.Session(text))
        {
            case SessionRequest.New:
                var created = name ?? Sessions.DefaultName;
                Select(name, () => command.Sessions.Create(created, language: null, isCurrent: false));
                break;
            case SessionRequest.Switch when name is not null:
                Select(name, () => command.Sessions.Request(name));
                break;
            case SessionRequest.Link:
                WriteLink();
                break;
            case SessionRequest.Current when command.FindSessionId() is { } id:
                Write(() => command.Sessions.Request(id));
                break;
            case SessionRequest.List or SessionRequest.Current:
                Write(() => command.Sessions.List());
                break;
            default:
                command.WriteWarning("It isn't clear which session the request is about, or it asks for something that the service doesn't "
                    + "support, such as to delete or rename a session. To create a session, use New-NemoSession. To select one, use "
                    + "Set-NemoSession. To list all of them, use Get-NemoSession -All.");
                _isComplete = false;
                break;
        }
    }

    /// <summary>Writes a new or another session, in which the later steps run.</summary>
    private void Select(string? name, Func<NemoSession> select) => Process(name, () =>
    {
        var session = command.Sessions.Select(select);
        command.Session = session.SessionId;
        command.WriteObject(session);
    });

    private void InSession(Action<string> action)
    {
        var id = command.RequireSessionId();
        Process(id, () => action(id));
    }

    private void Write(Func<object> read) => Process(target: null, () => command.WriteObject(read(), enumerateCollection: true));

    /// <summary>A file, the files of a folder, or a URL that a request names.</summary>
    private IEnumerable<UploadSource?> SourcesOf(string named)
    {
        if (UrlText.Parse(named) is { } address && DisplayText.IsWebAddress(address))
        {
            return [new UploadSource(null, address)];
        }

        // Brackets are common in file names, so only * and ? are wildcards.
        var pattern = WildcardPattern.Escape(named).Replace("`*", "*").Replace("`?", "?");
        return FilePaths.Resolve(command, pattern, isLiteral: false).Select(static file => file is null ? null : new UploadSource(file));
    }

    /// <summary>Uploads files in order. Null stands for a file that was reported, so the step isn't complete.</summary>
    private void Upload(IEnumerable<UploadSource?> sources)
    {
        List<UploadSource?> all = [.. sources];
        _isComplete &= !all.Contains(null);
        using var uploads = new UploadRunner(command, static (_, end) => end());
        foreach (var source in uploads.Queue([.. all.OfType<UploadSource>()]))
        {
            Process(source.ToString(), () =>
            {
                uploads.Begin(source);
                uploads.WaitUntilRunning(0);
            });
        }
    }

    /// <summary>
    /// A failure that all sessions would have ends the request, and one error lists those that are left. If other steps follow, no error
    /// is terminating, so that a warning can list them.
    /// </summary>
    private void Process(object? target, Action action)
    {
        var isDone = false;
        var whole = HasManySessions ? command.Session : _isAlone ? null : target;
        if (!command.Inputs.IsSkipped(whole ?? target))
        {
            Action run = () =>
            {
                action();
                isDone = true;
            };
            command.Inputs.Finish(target, run, whole: whole);
        }

        _isComplete &= isDone;
    }
}
