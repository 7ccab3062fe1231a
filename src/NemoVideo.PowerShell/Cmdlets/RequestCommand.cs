using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Runs the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
public abstract class RequestCommand : SessionCommand
{
    private OutputFileNames? _names;
    private bool _isAlone;
    private bool _isComplete;

    /// <summary>Uploads files through symbolic links out of the specified folder. Default: they are skipped with a warning.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>The folder for downloaded videos. With this parameter, each export is also downloaded.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>After an edit, also runs the free commands that the agent's text suggests: the timeline and the export.</summary>
    [Parameter]
    public SwitchParameter FollowSuggestion { get; set; }

    /// <summary>Sends a message without asking if it isn't certain that the request is one, and replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private ExportRunner Exports => new(this);

    /// <summary>Runs the steps in order. After a failure, a warning lists the remaining steps.</summary>
    private protected void RunAll(IReadOnlyList<RequestStep> steps)
    {
        _isAlone = steps.Count == 1;
        for (var i = 0; i < steps.Count; i++)
        {
            _isComplete = true;
            Run(steps[i]);
            if (!_isComplete)
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

    /// <summary>Uploads files in order. Returns whether no upload failed.</summary>
    private protected bool Upload(IEnumerable<string?> files)
    {
        _isComplete = true;
        foreach (var file in files)
        {
            _isComplete &= file is not null;
            if (file is not null)
            {
                UploadFile(file);
            }
        }

        return _isComplete;
    }

    private void Run(RequestStep step)
    {
        var text = step.Text;
        switch (step.Intent)
        {
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
            case RequestIntent.Status when RequestDetails.MentionsExport(text) || Exports.ListStarted(FindSessionId()).Count > 0:
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

    /// <summary>If other steps follow, no error is terminating, so that a warning can list them.</summary>
    private void Process(object? target, Action action)
    {
        var isDone = false;
        Action run = () =>
        {
            action();
            isDone = true;
        };
        if (_isAlone)
        {
            ProcessInput(target, run);
        }
        else
        {
            Finish(target, run, endsOthers: false);
        }

        _isComplete &= isDone;
    }

    private void UploadNamed(string named)
    {
        if (Uri.TryCreate(named, UriKind.Absolute, out var address) && DisplayText.IsWebAddress(address))
        {
            Upload(DisplayText.Address(address), sessionId =>
            {
                using var line = new ProgressLine(this, "Uploading", address.Host);
                var media = Wait(token => ResolveClient().UploadUrlAsync(sessionId, address, token), line);
                return new NemoUpload(sessionId, ownsSession: false, path: null, length: null, media);
            });
            return;
        }

        // Brackets are common in file names, so only * and ? are wildcards.
        var pattern = WildcardPattern.Escape(named).Replace("`*", "*").Replace("`?", "?");
        if (FilePaths.IsFolder(this, named))
        {
            var files = FilePaths.Resolve(this, pattern.TrimEnd('/', '\\') + "/*", isLiteral: false, FollowSymlink);
            Upload([.. files.Where(static file => file is null || MediaFileName.IsSupported(file))]);
        }
        else
        {
            Upload([.. FilePaths.Resolve(this, pattern, isLiteral: false, FollowSymlink)]);
        }
    }

    private void UploadFile(string file)
    {
        var length = 0L;
        Upload(
            file,
            sessionId =>
            {
                using var line = new TransferLine(this, "Uploading", Path.GetFileName(file));
                var media = Wait(token => ResolveClient().UploadFileAsync(sessionId, file, line, token), line);
                return new NemoUpload(sessionId, ownsSession: false, file, length, media);
            },
            () => length = NemoClient.CheckFile(file));
    }

    /// <summary>Uploads after the check of the target, so that no session is created for an unusable file.</summary>
    private void Upload(string target, Func<string, NemoUpload> send, Action? check = null)
    {
        if (ShouldProcess(target, "Upload"))
        {
            Process(target, () =>
            {
                check?.Invoke();
                WriteObject(send(EnsureSessionId()));
            });
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
        WarnIf(RequestCommands.UnsupportedOptions(form with { UnsupportedOptions = [.. form.UnsupportedOptions.Where(one => one != folder)] }));
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
        var found = FindConnection() is null ? [] : ListSessions().Where(session => text.Contains(session.SessionId)
            || session.Name is { Length: > 1 } name && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, name, CompareOptions.IgnoreCase) >= 0).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private void Send(string message)
    {
        if (!ShouldProcess(FindSessionId() is { } session ? Describe(session) : "a new session", $"Send the message '{message}', which costs credits"))
        {
            return;
        }

        NemoEditResult? result = null;
        Process(DisplayText.Message(message), () => result = new EditRunner(this, new EventFilter()).Run(EnsureSessionId(), message, ownsSession: false));
        _isComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        var actions = FollowSuggestion && _isComplete ? result!.Suggestions.Select(static suggestion => suggestion.Action).ToList() : [];
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
