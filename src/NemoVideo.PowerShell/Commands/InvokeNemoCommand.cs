using NemoVideo.Language;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Runs a request in plain words: exports, the status or cancellation of exports, uploads, the timeline, the credits, or a message to
/// the agent. Only a message is charged. -Verbose shows the choice and its reason.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nemo", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoTextEvent), typeof(NemoToolCallEvent), typeof(NemoToolResultEvent), typeof(NemoTimelineEvent),
    typeof(NemoErrorEvent), typeof(NemoUnknownEvent), typeof(NemoEditResult), typeof(NemoExport), typeof(NemoState), typeof(NemoCredit),
    typeof(NemoUpload))]
public sealed class InvokeNemoCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _files = [];
    private readonly List<string> _sessions = [];
    private bool _isPathTyped;
    private bool _isIncomplete;

    /// <summary>The request, in plain English or Chinese.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NotBlank]
    public string Request { get; set; } = "";

    /// <summary>The files to upload first. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [SupportsWildcards, PathText, ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files to upload first, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Uploads files through symbolic links out of the specified folder. Default: they are skipped with a warning.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isPathTyped = Path.Length > 0;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The input is an upload, an edit or an export, so its file is uploaded already.
        if (!IsSessionNamed && !string.IsNullOrEmpty(Session))
        {
            Session = RequireSession(Session!);
            if (!_sessions.Contains(Session))
            {
                _sessions.Add(Session);
            }
        }

        foreach (var path in ParameterSetName == LiteralPathSet ? LiteralPath : Path)
        {
            var files = FilePaths.Resolve(this, path, !_isPathTyped, FollowSymlink).ToList();
            _isIncomplete |= files.Contains(null);
            _files.AddRange(files.OfType<string>());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The last input can be a file without a session, which must not select the current session.
        if (_sessions.Count > 0)
        {
            Session = _sessions[_sessions.Count - 1];
        }

        var route = RequestRouter.Route(Request);
        WriteVerbose($"The cmdlet for the request '{Request}' is {RouteCommands.NameOf(route.Route)}. Reason: {route.Reason}");
        if (route.Route == Route.Help)
        {
            WriteWarning($"The request '{Request}' was not sent. {RouteCommands.HelpFor(route.Topic)}");
            return;
        }

        if (RouteCommands.UnsupportedOptions(route.Form) is { } warning)
        {
            WriteWarning(warning);
        }

        var isUpload = route.Route == Route.Upload;
        var named = isUpload ? route.Files : [];
        if (isUpload && named.Count == 0 && _files.Count == 0)
        {
            WriteError(ErrorRecords.NoFileNamed(DisplayText.Message(Request)));
            return;
        }

        _files.ForEach(UploadFile);
        foreach (var file in named)
        {
            UploadNamed(file);
        }

        if (_isIncomplete)
        {
            WriteWarning("The rest of the request was skipped, because some of the files were not uploaded.");
        }
        else if (!isUpload || route.ContainsMessage)
        {
            RunInEach(isUpload ? route with { Route = Route.Message } : route);
        }
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

        var files = FilePaths.Resolve(this, WildcardPattern.Escape(named), isLiteral: false, FollowSymlink).ToList();
        _isIncomplete |= files.Contains(null);
        files.OfType<string>().ToList().ForEach(UploadFile);
    }

    private void UploadFile(string file)
    {
        var length = 0L;
        Upload(
            file,
            sessionId =>
            {
                using var line = new TransferLine(this, "Uploading", System.IO.Path.GetFileName(file));
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
            var isSent = false;
            ProcessInput(target, () =>
            {
                check?.Invoke();
                WriteObject(send(EnsureSessionId()));
                isSent = true;
            });
            _isIncomplete |= !isSent;
        }
    }

    /// <summary>Runs the request in each session of the input, or else in -Session or the current session.</summary>
    private void RunInEach(RequestRoute route)
    {
        // The credits are the same in all sessions.
        IEnumerable<string?> sessions = _sessions.Count < 2 || route.Route == Route.Credits ? new[] { Session } : _sessions;
        foreach (var session in sessions)
        {
            Session = session;
            Run(route);
        }
    }

    private void Run(RequestRoute route)
    {
        switch (route.Route)
        {
            case Route.Credits when MayConnect():
                ProcessInput(target: null, () => WriteObject(new NemoCredit(Wait(token => ResolveClient().GetCreditAsync(token)))));
                break;
            case Route.State when RequireSessionId() is var shown && MayConnect():
                ProcessInput(shown, () => WriteObject(new NemoState(Wait(token => ResolveClient().GetStateAsync(shown, token)))));
                break;
            case Route.Credits or Route.State:
                break;
            case Route.ExportStatus:
                new ExportRunner(this).ShowStarted(FindSessionId());
                break;
            case Route.Cancel:
                new ExportRunner(this).CancelStarted(FindSessionId());
                break;
            case Route.Export:
                Export(RequireSessionId(), route.Form);
                break;
            default:
                SendMessage();
                break;
        }
    }

    /// <summary>Reading doesn't need confirmation, but a new connection does: it can request a new token.</summary>
    private bool MayConnect() => FindConnection() is not null || ShouldProcess("NemoVideo", "Connect");

    private void Export(string sessionId, ExportForm form)
    {
        if (ShouldProcess(Describe(sessionId), "Start export"))
        {
            ProcessInput(sessionId, () => WriteObject(new ExportRunner(this).Start(sessionId, form.Format, form.Quality)));
        }
    }

    private void SendMessage()
    {
        var target = FindSessionId() is { } session ? Describe(session) : "a new session";
        if (ShouldProcess(target, $"Send the message '{Request}', which is charged"))
        {
            ProcessInput(
                DisplayText.Message(Request),
                () => new EditRunner(this, new EventFilter()).Run(EnsureSessionId(), Request, ownsSession: false));
        }
    }
}
