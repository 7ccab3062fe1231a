using System.Management.Automation;
using NemoVideo.Language;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Does what plain words ask for: exports, tells of exports or cancels them, uploads, shows the timeline or the credits, or
/// sends the words to the agent as a message, which alone spends credits. -Verbose tells which and why.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nemo", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoTextEvent), typeof(NemoToolCallEvent), typeof(NemoToolResultEvent), typeof(NemoTimelineEvent), typeof(NemoErrorEvent), typeof(NemoUnknownEvent), typeof(NemoEditResult), typeof(NemoExport), typeof(NemoState), typeof(NemoCredit), typeof(NemoUpload))]
public sealed class InvokeNemoCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _files = [];
    private readonly List<string> _sessions = [];
    private bool _isPathPiped;
    private bool _isIncomplete;

    /// <summary>What to do, in plain words, English or Chinese.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NotBlank]
    public string Request { get; set; } = "";

    /// <summary>
    /// Files that are uploaded before anything else is done, with wildcards. What comes from the pipeline names a file as it
    /// is, where there is one.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Such files, each character standing for itself. Get-ChildItem binds here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Uploads files that are links out of the folder given; without it, they are skipped with a warning.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isPathPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Path));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An upload, an edit or an export names its session; its file is there already.
        if (!IsSessionNamed && !string.IsNullOrEmpty(Session))
        {
            Session = RequireSession(Session!);
            if (!_sessions.Contains(Session))
            {
                _sessions.Add(Session);
            }
        }

        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var path in isLiteral ? LiteralPath : Path)
        {
            var files = FilePaths.Resolve(this, path, isLiteral, _isPathPiped, FollowSymlink).ToList();
            _isIncomplete |= files.Count == 0;
            _files.AddRange(files);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // What the last input left there: a file names no session, and must not lead to the current one.
        if (_sessions.Count > 0)
        {
            Session = _sessions[_sessions.Count - 1];
        }

        var route = RequestRouter.Route(Request);
        WriteVerbose($"'{Request}' goes to {RouteCommands.NameOf(route.Route)}: {route.Reason}");
        if (route.Route == Route.Help)
        {
            WriteWarning($"'{Request}' was sent to nobody. {RouteCommands.ToException(route.Topic)}");
            return;
        }

        if (RouteCommands.NotTakenUp(route.Form) is { } notTakenUp)
        {
            WriteWarning(notTakenUp);
        }

        var isUpload = route.Route == Route.Upload;
        var named = isUpload ? route.Files : [];
        if (isUpload && named.Count == 0 && _files.Count == 0)
        {
            WriteError(ErrorRecords.NoFileNamed(DisplayText.Message(Request)));
            return;
        }

        foreach (var file in _files)
        {
            UploadFile(file);
        }

        foreach (var file in named)
        {
            UploadNamed(file);
        }

        if (_isIncomplete)
        {
            WriteWarning("Nothing else was done, since not all files are uploaded.");
        }
        else if (!isUpload || route.HoldsMessage)
        {
            DoInEach(isUpload ? route with { Route = Route.Message } : route);
        }
    }

    private void UploadNamed(string named)
    {
        if (Uri.TryCreate(named, UriKind.Absolute, out var address) && DisplayText.IsWebAddress(address))
        {
            Upload(DisplayText.Address(address), static () => { }, sessionId => new UploadRunner(this).Send(sessionId, address));
            return;
        }

        var files = FilePaths.Resolve(this, named, isLiteral: true, isPiped: false, FollowSymlink).ToList();
        _isIncomplete |= files.Count == 0;
        files.ForEach(UploadFile);
    }

    private void UploadFile(string file) => Upload(
        file,
        () => NemoVideo.Client.NemoClient.CheckFile(file),
        sessionId => new UploadRunner(this).Send(sessionId, file));

    /// <summary>What cannot be sent is found out before a session is made for it.</summary>
    private void Upload(string target, Action check, Func<string, NemoUpload> send)
    {
        if (ShouldProcess(target, "Upload"))
        {
            var isSent = false;
            ProcessInput(target, () =>
            {
                check();
                WriteObject(send(EnsureSessionId()));
                isSent = true;
            });
            _isIncomplete |= !isSent;
        }
    }

    /// <summary>In each session of the input, else in the one that is named or current.</summary>
    private void DoInEach(RequestRoute route)
    {
        // The credits are the same in all of them.
        if (_sessions.Count < 2 || route.Route == Route.Credits)
        {
            Do(route);
            return;
        }

        foreach (var session in _sessions)
        {
            Session = session;
            Do(route);
        }
    }

    private void Do(RequestRoute route)
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
                new StartedExports(this, FindSessionId()).Show();
                break;
            case Route.Cancel:
                new StartedExports(this, FindSessionId()).Cancel();
                break;
            case Route.Export:
                Export(RequireSessionId(), route.Form);
                break;
            default:
                SendMessage();
                break;
        }
    }

    /// <summary>Reading is free, but for a connection: one that is made here may come with a new token, so -WhatIf makes none.</summary>
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
        if (ShouldProcess(FindSessionId() is { } session ? Describe(session) : "a new session", $"Send the message '{Request}', which spends credits"))
        {
            ProcessInput(DisplayText.Message(Request), () => new EditRunner(this, new EventFilter()).Run(EnsureSessionId(), Request, ownsSession: false));
        }
    }
}
