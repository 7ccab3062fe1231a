using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The parameters of Invoke-Nemo that the steps of a request use.</summary>
internal sealed record RequestOptions(string? Destination, bool FollowSuggestion, bool Force);

/// <summary>Runs the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
internal sealed class RequestRunner(SessionCommand command, RequestOptions options)
{
    private const string NewSession = "a new session";

    private OutputFileNames? _names;

    /// <summary>Whether a suggested export may be followed: no later step exports.</summary>
    private bool _mayFollowExport;

    /// <summary>Whether the request has only one step.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Whether the request runs in several sessions of the input.</summary>
    public bool HasManySessions { get; set; }

    /// <summary>The session that earlier steps would create or select without -WhatIf, as text; null for none.</summary>
    private string? PreviewedSession { get; set; }

    /// <summary>Whether nothing failed since the step began.</summary>
    public bool IsComplete { get; set; }

    private ExportRunner Exports => new(command);

    /// <summary>Whether exports of the session were started over the connection.</summary>
    private bool HasExports => Exports.ListStarted(command.FindSessionId()).Count > 0;

    /// <summary>Runs the steps in order. After a failure, a warning lists the remaining and the later steps.</summary>
    /// <param name="steps">The steps to run.</param>
    /// <param name="later">The steps of the request that the caller runs after these.</param>
    /// <returns>Whether no step failed.</returns>
    public bool RunAll(IReadOnlyList<RequestStep> steps, IReadOnlyList<RequestStep>? later = null)
    {
        List<RequestStep> all = [.. steps, .. later ?? []];
        IsAlone = all.Count == 1;
        for (var i = 0; i < steps.Count; i++)
        {
            IsComplete = true;
            _mayFollowExport = !all.Skip(i + 1)
                .Any(static step => step.Intent is RequestIntent.Export or RequestIntent.Download);
            Run(steps[i]);
            if (!IsComplete)
            {
                WarnOfRest(all.Skip(i + 1).ToList());
                return false;
            }
        }

        PreviewedSession = later is null ? null : PreviewedSession;
        return true;
    }

    public void WarnOfRest(IReadOnlyCollection<RequestStep> rest)
    {
        if (rest.Count > 0)
        {
            command.WriteWarning(
                $"Because an upload or an earlier part of the request failed or changed nothing, the rest of the request was not run: {RequestCommands.Quote(rest)}.");
        }
    }

    private void Run(RequestStep step)
    {
        var text = step.Text;
        WarnIf(RequestCommands.NotRun(step));
        switch (step.Intent)
        {
            case RequestIntent.Upload:
                step.Files.ToList().ForEach(UploadNamed);
                WarnIf(RequestCommands.Position(step));
                break;
            case RequestIntent.Export:
                Export(RequestDetails.Form(text), step.Folder);
                break;
            case RequestIntent.Download when RequestDetails.AsksForSessionLink(text) is { } isSession && step.Part is not null:
                ShowLink(isSession);
                break;
            case RequestIntent.Download:
                Download(step);
                break;
            case RequestIntent.Status when RequestDetails.MentionsExport(text) || HasExports:
                IsComplete = Exports.ShowStarted(command.FindSessionId(), Process) && IsComplete;
                break;
            case RequestIntent.Cancel:
                IsComplete = Exports.CancelStarted(command.FindSessionId(), Process) && IsComplete;
                break;
            case RequestIntent.Credits:
                WarnIf(RequestDetails.AsksForPrice(text), RequestCommands.HelpFor(RequestIntent.Credits));
                Read(target: null, () => new NemoCredit(command.Calls.Wait(token => command.ResolveClient().GetCreditAsync(token))));
                break;
            case RequestIntent.State or RequestIntent.Status:
                ShowState();
                break;
            case RequestIntent.Session:
                RunSession(text);
                break;
            case RequestIntent.HowTo:
                command.WriteWarning($"The request {DisplayText.Quote(text)} was not sent to the agent. {RequestCommands.HelpFor(text)} "
                    + "If you want to ask the agent, send the question with Invoke-NemoEdit.");
                break;
            default:
                Send(text, isUncertain: step.Choices.Count > 0);
                break;
        }
    }

    /// <summary>Checks the destination folder before anything is charged. A path that is not in the file system is a terminating error.</summary>
    public void ResolveDestination() => _ = options.Destination is null ? null : FilePaths.ResolveFolder(command, options.Destination);

    /// <param name="form">The options of the export.</param>
    /// <param name="folder">The folder in the request, to which the next step downloads the video; null for none.</param>
    private void Export(ExportForm form, string? folder = null)
    {
        WarnIf(RequestCommands.UnsupportedOptions(Without(form, folder)));
        if (RequireTarget() is var target && command.ShouldProcess(target, "Start export"))
        {
            var sessionId = command.RequireSessionId();
            Process(sessionId, () => command.WriteObject(Exports.Start(sessionId, ExportRunner.OutputOf(form))));
        }
    }

    private void Download(RequestStep step)
    {
        var folder = options.Destination ?? step.Folder;
        var form = RequestDetails.Form(step.Text);
        // The export before a download of the same words has the warning.
        WarnIf(step.Part is null ? null : RequestCommands.UnsupportedOptions(Without(form, folder)));
        if (RequireTarget() is var target && command.ShouldProcess(target, $"Download the video to {folder}"))
        {
            var sessionId = command.RequireSessionId();
            _names ??= Exports.CreateNames(folder, options.Force);
            Process(sessionId, () => Exports.Download(sessionId, form, _names));
        }
    }

    private static ExportForm Without(ExportForm form, string? folder) =>
        form with { UnsupportedOptions = [.. form.UnsupportedOptions.Where(one => one != folder)] };

    private void ShowState()
    {
        // The session that -WhatIf only describes has no timeline yet, or isn't the one that would be read.
        var target = RequireTarget();
        if (PreviewedSession is null || command.ShouldProcess(target, "Get the timeline"))
        {
            var id = command.RequireSessionId();
            Read(id, () => new NemoState(command.Calls.Wait(token => command.ResolveClient().GetReadableStateAsync(id, token))));
        }
    }

    private void Send(string message, bool isUncertain)
    {
        var action = isUncertain && command.IsWhatIf && !options.Force ? "Ask whether to send" : "Send";
        if (!command.ShouldProcess(FindTarget(), $"{action} the message {DisplayText.Quote(message)}, which costs credits"))
        {
            PreviewNewSession();
            return;
        }

        NemoEditResult? result = null;
        var runner = new EditRunner(command, new EditOptions(new EventFilter()), static (_, next) => next());
        Process(DisplayText.Message(message), () => result = runner.Run(new EditMessage(command.EnsureSessionId(), message)));
        IsComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        var isAnswered = result is { Status: nameof(EditStatus.Succeeded) or nameof(EditStatus.Unchanged) };
        var actions = options.FollowSuggestion && isAnswered ? result!.Suggestions.Select(static suggestion => suggestion.Action).ToList() : [];
        if (actions.Contains(GuiAction.ReadState))
        {
            ShowState();
        }

        if (_mayFollowExport && IsComplete && actions.Contains(GuiAction.Export))
        {
            Export(new ExportForm());
        }
    }

    private void RunSession(string text)
    {
        var name = RequestDetails.SessionName(text);
        switch (RequestDetails.Session(text))
        {
            case SessionRequest.Link:
                ShowLink(isSession: true);
                break;
            case SessionRequest.New:
                if (command.ShouldProcess(name ?? Sessions.DefaultName, "Create session"))
                {
                    Process(name, () => UseSession(command.Sessions.Select(
                        () => command.Sessions.Create(name ?? Sessions.DefaultName, language: null, isCurrent: false))));
                }
                else
                {
                    Preview(NewSession);
                }

                break;
            case SessionRequest.Switch:
                Switch(text);
                break;
            case SessionRequest.Current when command.FindSessionId() is { } id:
                Read(id, () => command.Sessions.Request(id));
                break;
            case var request:
                var isListed = request == SessionRequest.Unclear && name is null && IsAlone;
                var help = isListed ? null : RequestCommands.SessionHelp(request, name);
                WarnIf(help);
                Read(target: null, () => command.Sessions.List());
                IsComplete &= help is null;
                break;
        }
    }

    private void Switch(string text)
    {
        if (command.FindConnection() is null && !command.ShouldProcess("NemoVideo", "Connect"))
        {
            Preview("another session");
            return;
        }

        NemoSession? session = null;
        Process(target: null, () => session = FindNamed(text));
        if (session is null && IsComplete)
        {
            WarnIf(RequestCommands.SessionHelp(SessionRequest.Switch));
            Read(target: null, () => command.Sessions.List());
            IsComplete = false;
        }
        else if (session is not null && command.ShouldProcess(command.Sessions.Describe(session.SessionId), "Set as the current session"))
        {
            RunspaceDefaults.Current.SetSession(command.ResolveConnection(), session);
            UseSession(session);
        }
        else if (session is not null)
        {
            Preview(command.Sessions.Describe(session.SessionId));
        }
    }

    /// <summary>Writes a session in which the later steps run.</summary>
    private void UseSession(NemoSession session)
    {
        command.Session = session.SessionId;
        command.WriteObject(session);
    }

    /// <summary>Describes a session as the target of the later steps of -WhatIf. If the user declined it, they aren't run.</summary>
    private void Preview(string session)
    {
        PreviewedSession = session;
        IsComplete = command.IsWhatIf;
    }

    /// <summary>The session that the text names. Null for none, and for several names.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    private NemoSession? FindNamed(string text)
    {
        var sessions = command.Sessions;
        var known = sessions.All.SelectMany(static session => new[] { session.SessionId, session.Name }).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var name = RequestDetails.SessionName(text);
        var isNamed = name is not null && (SessionName.HasWildcard(name) || known.Contains(name, StringComparer.OrdinalIgnoreCase));
        var found = isNamed ? [name!] : known.FindAll(one => RequestDetails.NamesSession(text, one));
        return found.Count == 1 ? command.Sessions.Request(found[0]) : null;
    }

    /// <summary>The session of a step as text. With -WhatIf, it can be one that an earlier step would create or select.</summary>
    private string FindTarget() => PreviewedSession ?? (command.FindSessionId() is { } id ? command.Sessions.Describe(id) : NewSession);

    /// <summary>The session of a step as text. None is a terminating error, except if an earlier step of -WhatIf would create it.</summary>
    private string RequireTarget()
    {
        command.ThrowIf(PreviewedSession is null && command.FindSessionId() is null, ErrorRecords.NoSession);
        return FindTarget();
    }

    /// <summary>Writes the exports with their URLs, or creates a link that opens the session in a browser.</summary>
    private void ShowLink(bool isSession)
    {
        if (!isSession)
        {
            IsComplete = Exports.ShowStarted(command.FindSessionId(), Process) && IsComplete;
        }
        else if (RequireTarget() is var target && command.ShouldProcess(target, "Create a link that opens the session in a browser"))
        {
            var id = command.RequireSessionId();
            Process(id, () => command.WriteSessionLink(id));
        }
    }

    /// <summary>Reading doesn't need confirmation, but a new connection does: it can request a new token.</summary>
    private void Read(object? target, Func<object> read)
    {
        if (command.FindConnection() is not null || command.ShouldProcess("NemoVideo", "Connect"))
        {
            Process(target, () => command.WriteObject(read(), enumerateCollection: true));
        }
    }

    private void WarnIf(string? warning) => WarnIf(warning is not null, warning!);

    private void WarnIf(bool condition, string warning)
    {
        if (condition)
        {
            command.WriteWarning(warning);
        }
    }

    /// <summary>Uploads files in order. Null stands for a file that was reported, so the step isn't complete.</summary>
    public void Upload(IReadOnlyCollection<string?> files)
    {
        IsComplete &= !files.Contains(null);
        Upload([.. files.OfType<string>().Select(static file => new UploadSource(file))]);
    }

    /// <summary>Uploads a file, the files of a folder, or a URL that a request names.</summary>
    private void UploadNamed(string named)
    {
        if (AddressOf(named) is { } address)
        {
            Upload([new UploadSource(null, address)]);
            return;
        }

        // Brackets are common in file names, so only * and ? are wildcards.
        var pattern = WildcardPattern.Escape(named).Replace("`*", "*").Replace("`?", "?");
        Upload([.. FilePaths.Resolve(command, pattern, isLiteral: false)]);
    }

    private static Uri? AddressOf(string named) =>
        UrlText.Parse(named) is { } address && DisplayText.IsWebAddress(address) ? address : null;

    private void Upload(IReadOnlyCollection<UploadSource> sources)
    {
        using var uploads = new UploadRunner(command, static (_, end) => end());
        foreach (var source in uploads.Queue(sources))
        {
            var target = source.ToString();
            if (command.ShouldProcess(target, "Upload"))
            {
                Process(target, () =>
                {
                    uploads.Begin(source);
                    uploads.WaitUntilRunning(0);
                });
            }
            else
            {
                PreviewNewSession();
            }
        }
    }

    /// <summary>Describes the new session of the later steps if -WhatIf only shows an upload or a message without a session.</summary>
    private void PreviewNewSession() =>
        PreviewedSession ??= command.IsWhatIf && command.FindSessionId() is null ? NewSession : null;

    /// <summary>
    /// If other steps follow, no error is terminating, so that a warning can list them. If other sessions follow, a failure that all of
    /// them would have ends the request.
    /// </summary>
    public void Process(object? target, Action action)
    {
        var isDone = false;
        Action run = () =>
        {
            action();
            isDone = true;
        };
        if (HasManySessions)
        {
            command.Inputs.Finish(target, run, whole: command.Session);
        }
        else if (IsAlone)
        {
            command.Inputs.Process(target, run);
        }
        else
        {
            command.Inputs.Finish(target, run, endsOthers: false);
        }

        IsComplete &= isDone;
    }
}
