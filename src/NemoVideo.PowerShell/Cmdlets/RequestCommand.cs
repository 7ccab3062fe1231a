using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Runs the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
public abstract class RequestCommand : RequestUploadCommand
{
    private OutputFileNames? _names;

    /// <summary>The folder for downloaded videos. With this parameter, each export is also downloaded.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>After an edit, also runs the free commands that the agent's text suggests: the timeline and the export.</summary>
    [Parameter]
    public SwitchParameter FollowSuggestion { get; set; }

    /// <summary>Sends a message without asking if it isn't certain that the request is one, and replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether exports of the session were started over the connection.</summary>
    private protected bool HasExports => Exports.ListStarted(FindSessionId()).Count > 0;

    private ExportRunner Exports => new(this);

    /// <summary>Runs the steps in order. After a failure, a warning lists the remaining steps.</summary>
    private protected void RunAll(IReadOnlyList<RequestStep> steps)
    {
        IsAlone = steps.Count == 1;
        for (var i = 0; i < steps.Count; i++)
        {
            IsComplete = true;
            Run(steps[i]);
            if (!IsComplete)
            {
                WarnOfRest(steps.Skip(i + 1).ToList());
                return;
            }
        }
    }

    private protected void WarnOfRest(IReadOnlyCollection<RequestStep> rest)
    {
        if (rest.Count > 0)
        {
            WriteWarning($"These parts of the request were not run, because an earlier step failed: {RequestCommands.Quote(rest)}.");
        }
    }

    private void Run(RequestStep step)
    {
        var text = step.Text;
        switch (step.Intent)
        {
            case var _ when step.IsForbidden:
                WriteWarning(RequestCommands.Forbidden(step));
                break;
            case RequestIntent.Upload:
                step.Files.ToList().ForEach(UploadNamed);
                break;
            case RequestIntent.Export:
                Export(RequireSessionId(), RequestDetails.Form(text));
                break;
            case RequestIntent.Download when RequestDetails.AsksForSessionLink(text) is { } isSession && step.Part is not null:
                ShowLink(isSession);
                break;
            case RequestIntent.Download:
                Download(RequireSessionId(), text);
                break;
            case RequestIntent.Status when RequestDetails.MentionsExport(text) || HasExports:
                Exports.ShowStarted(FindSessionId());
                break;
            case RequestIntent.Cancel:
                Exports.CancelStarted(FindSessionId());
                break;
            case RequestIntent.Credits:
                WarnIf(RequestDetails.AsksForPrice(text), RequestCommands.HelpFor(RequestIntent.Credits));
                Read(target: null, () => new NemoCredit(Wait(token => ResolveClient().GetCreditAsync(token))));
                break;
            case RequestIntent.State or RequestIntent.Status:
                ShowState(RequireSessionId());
                break;
            case RequestIntent.Session:
                RunSession(text);
                break;
            case RequestIntent.HowTo:
                WriteWarning($"The request '{text}' was not sent to the agent. {RequestCommands.HelpFor(RequestDetails.Topic(text))}");
                break;
            default:
                Send(text);
                break;
        }
    }

    private void Export(string sessionId, ExportForm form)
    {
        WarnIf(RequestCommands.UnsupportedOptions(form));
        if (ShouldProcess(Describe(sessionId), "Start export"))
        {
            Process(sessionId, () => WriteObject(Exports.Start(sessionId, form.Format, form.Quality)));
        }
    }

    private void Download(string sessionId, string text)
    {
        var folder = Destination ?? RequestDetails.Folder(text) ?? ".";
        var form = RequestDetails.Form(text);
        var unsupported = form.UnsupportedOptions.Where(one => one != folder);
        WarnIf(RequestCommands.UnsupportedOptions(form with { UnsupportedOptions = [.. unsupported] }));
        if (ShouldProcess(Describe(sessionId), $"Download the video to {folder}"))
        {
            _names ??= new OutputFileNames(FilePaths.ResolveFolder(this, folder), Force);
            Process(sessionId, () => Exports.Download(sessionId, form, _names, Force));
        }
    }

    /// <summary>Writes the exports with their URLs, or creates a link that opens the session in a browser.</summary>
    private void ShowLink(bool isSession)
    {
        if (!isSession)
        {
            Exports.ShowStarted(FindSessionId());
        }
        else if (RequireSessionId() is var id && ShouldProcess(Describe(id), "Create a link that opens the session in a browser"))
        {
            Process(id, () => WriteSessionLink(id));
        }
    }

    private void ShowState(string sessionId) =>
        Read(sessionId, () => new NemoState(Wait(token => ResolveClient().GetStateAsync(sessionId, token))));

    /// <summary>Reading doesn't need confirmation, but a new connection does: it can request a new token.</summary>
    private void Read(object? target, Func<object> read)
    {
        if (FindConnection() is not null || ShouldProcess("NemoVideo", "Connect"))
        {
            Process(target, () => WriteObject(read(), enumerateCollection: true));
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
                if (ShouldProcess(name ?? DefaultSessionName, "Create session"))
                {
                    Process(name, () => WriteObject(CreateSession(name ?? DefaultSessionName, language: null)));
                }

                break;
            case SessionRequest.Switch when FindNamed(text) is { } session:
                if (ShouldProcess(Describe(session.SessionId), "Set as the current session"))
                {
                    RunspaceDefaults.Current.SetSession(ResolveConnection(), session);
                    WriteObject(session);
                }

                break;
            case var request:
                WarnIf(RequestCommands.SessionHelp(request));
                Read(target: null, ListSessions);
                break;
        }
    }

    /// <summary>The session whose ID or name is in the text; null for none or several.</summary>
    private NemoSession? FindNamed(string text)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        var found = FindConnection() is null ? [] : ListSessions().Where(session => text.Contains(session.SessionId)
            || (session.Name is { Length: > 1 } name && compare.IndexOf(text, name, CompareOptions.IgnoreCase) >= 0)).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private void Send(string message)
    {
        var target = FindSessionId() is { } session ? Describe(session) : "a new session";
        if (!ShouldProcess(target, $"Send the message '{message}', which costs credits"))
        {
            return;
        }

        NemoEditResult? result = null;
        var runner = new EditRunner(this, new EventFilter());
        Process(DisplayText.Message(message), () => result = runner.Run(EnsureSessionId(), message, ownsSession: false));
        IsComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        var actions = FollowSuggestion && IsComplete ? result!.Suggestions.Select(static suggestion => suggestion.Action).ToList() : [];
        if (actions.Contains(GuiAction.ReadState))
        {
            ShowState(result!.SessionId);
        }

        if (actions.Contains(GuiAction.Export))
        {
            Export(result!.SessionId, new ExportForm());
        }
    }

    private void WarnIf(string? warning) => WarnIf(warning is not null, warning!);

    private void WarnIf(bool condition, string warning)
    {
        if (condition)
        {
            WriteWarning(warning);
        }
    }
}
